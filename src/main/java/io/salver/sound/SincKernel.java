package io.salver.sound;

/**
 * The low-pass filter of a resampler: sinc(c·u) · kaiser(u / W), where u is the distance between an
 * output and an input sample in samples of the input, c = 0.95 · min(1, up / down) and W = 32 ·
 * max(1, down / up): 32 zero crossings on each side at the lower Nyquist frequency. The Kaiser
 * window with beta 12 leaves less than -110 dB outside (Kaiser and Schafer, 1980). The weights of
 * each phase sum to 1. Immutable.
 *
 * <p>Where the ratio has so many phases that their table would be large, as rates without a common
 * divisor do, weights are looked up in a finely sampled kernel instead.
 */
final class SincKernel {

  private static final int CROSSINGS = 32;
  private static final double CUTOFF = 0.95;
  private static final double BETA = 12;
  private static final long MOST_WEIGHTS = 1 << 17;
  private static final int STEPS_A_CROSSING = 2048;

  private final int up;
  private final int half;
  private final long reach;
  private final double scale;

  /** By phase; or none. */
  private final double[][] table;

  /** The kernel from its middle to its end; or empty. */
  private final double[] fine;

  private SincKernel(int up, int down) {
    this.up = up;
    this.reach = (long) CROSSINGS * Math.max(up, down);
    this.half = (int) (reach / up) + 1;
    this.scale = CUTOFF * Math.min(1, (double) up / down) / up;
    boolean small = up * (2L * half + 1) <= MOST_WEIGHTS;
    this.fine = small ? new double[0] : fine();
    this.table = small ? new double[up][] : new double[0][];
    for (int phase = 0; phase < table.length; phase++) {
      table[phase] = fill(phase, row());
    }
  }

  static SincKernel of(int up, int down) {
    return new SincKernel(up, down);
  }

  /** Samples that an output looks at on each side of the input before it. */
  int half() {
    return half;
  }

  /** Room for the weights of a phase. */
  double[] row() {
    return new double[2 * half + 1];
  }

  /**
   * The weights of outputs that lie {@code phase / up} after an input sample, from the sample
   * {@code half} before that one on; {@code room} may be used for them.
   */
  double[] weights(int phase, double[] room) {
    return table.length > 0 ? table[phase] : fill(phase, room);
  }

  private double[] fill(int phase, double[] row) {
    double sum = 0;
    for (int i = 0; i < row.length; i++) {
      long distance = Math.abs(phase - (long) (i - half) * up);
      row[i] = distance > reach ? 0 : fine.length > 0 ? lookUp(distance) : exact((double) distance);
      sum += row[i];
    }
    for (int i = 0; i < row.length; i++) {
      row[i] /= sum;
    }
    return row;
  }

  private double lookUp(long distance) {
    double place = (double) distance / reach * (fine.length - 2);
    int below = (int) place;
    double rest = place - below;
    return fine[below] * (1 - rest) + fine[below + 1] * rest;
  }

  private double[] fine() {
    double[] values = new double[CROSSINGS * STEPS_A_CROSSING + 2];
    for (int i = 0; i < values.length - 1; i++) {
      values[i] = exact((double) i / (values.length - 2) * reach);
    }
    return values;
  }

  private double exact(double distance) {
    double ratio = Math.min(1, distance / reach);
    double x = Math.PI * scale * distance;
    double sinc = x == 0 ? 1 : Math.sin(x) / x;
    return sinc * bessel(BETA * Math.sqrt(1 - ratio * ratio)) / bessel(BETA);
  }

  /** The modified Bessel function of the first kind and order 0, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
