package io.salver.monitor.outcome;

/**
 * Equal bins of the logarithmic odds of a probability, from -12 to 12. What lies beyond is in the
 * first or the last. Of {@value #COUNT} each is a fifth wide, so at most 0.05 of a probability.
 */
final class LogOddsBins {

  static final int COUNT = 120;

  private static final double RANGE = 12;
  private static final double LEAST = Math.ulp(1.0);

  private LogOddsBins() {}

  /** Of {@link #COUNT} bins. */
  static int of(double probability) {
    return of(probability, COUNT);
  }

  /** Of so many bins; no number is in the first. */
  static int of(double probability, int count) {
    double place = (logOdds(probability) + RANGE) / (2 * RANGE) * count;
    return (int) Math.clamp(Double.isNaN(place) ? 0 : Math.floor(place), 0, count - 1);
  }

  /** The logarithmic odds in the middle of a bin. */
  static double middle(int bin) {
    return (bin + 0.5) / COUNT * 2 * RANGE - RANGE;
  }

  static double logOdds(double probability) {
    return Math.log(probability) - Math.log1p(-probability);
  }

  /** Neither 0 nor 1, so that it has a logarithm. */
  static double inside(double probability) {
    return Double.isNaN(probability) ? LEAST : Math.clamp(probability, LEAST, 1 - LEAST);
  }
}
