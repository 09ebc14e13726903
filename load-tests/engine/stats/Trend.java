package engine.stats;

import java.util.List;

/**
 * A straight line through measurements by least squares, with the 95 % confidence interval of its
 * slope. Neighbouring measurements of a process resemble each other, which would make the interval
 * too narrow; so the line goes through the means of {@value #BLOCKS} consecutive blocks.
 *
 * @param slope growth for one unit of x
 * @param halfWidth half of the confidence interval
 */
public record Trend(double slope, double halfWidth) {

  private static final int BLOCKS = 12;
  private static final double STUDENT_T_10 = 2.228; // two-sided 95 %, 12 − 2 degrees of freedom

  /** One measurement. */
  public record Point(double x, double y) {}

  /** What a trend says when growth of up to {@code allowance} counts as none. */
  public enum Verdict {
    /** The whole interval lies below the allowance. */
    FLAT,
    /** The whole interval lies above it. */
    LEAK,
    /** The interval holds it: measure longer. */
    UNDECIDED
  }

  /** The trend of at least {@value #BLOCKS} points in the order of x. */
  public static Trend of(List<Point> points) {
    if (points.size() < BLOCKS) {
      throw new IllegalArgumentException(
          "a trend takes at least " + BLOCKS + " points, got " + points.size());
    }
    double[] x = new double[BLOCKS];
    double[] y = new double[BLOCKS];
    for (int block = 0; block < BLOCKS; block++) {
      List<Point> part =
          points.subList(block * points.size() / BLOCKS, (block + 1) * points.size() / BLOCKS);
      x[block] = part.stream().mapToDouble(Point::x).average().orElseThrow();
      y[block] = part.stream().mapToDouble(Point::y).average().orElseThrow();
    }
    return line(x, y);
  }

  public double lower() {
    return slope - halfWidth;
  }

  public double upper() {
    return slope + halfWidth;
  }

  public Verdict against(double allowance) {
    if (upper() < allowance) {
      return Verdict.FLAT;
    }
    return lower() > allowance ? Verdict.LEAK : Verdict.UNDECIDED;
  }

  private static Trend line(double[] x, double[] y) {
    int n = x.length;
    double meanX = mean(x);
    double meanY = mean(y);
    double sxx = 0;
    double sxy = 0;
    for (int i = 0; i < n; i++) {
      sxx += (x[i] - meanX) * (x[i] - meanX);
      sxy += (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = sxy / sxx;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double residual = y[i] - meanY - slope * (x[i] - meanX);
      squares += residual * residual;
    }
    return new Trend(slope, STUDENT_T_10 * Math.sqrt(squares / (n - 2) / sxx));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
