package io.salver.task.tabular;

/** The standard normal distribution. */
final class Gaussian {

  private static final double BEYOND = 37;
  private static final double FAR = 7.07106781186547;
  private static final double ROOT_OF_TWO_PI = 2.506628274631;

  /** Of the rational function near the middle, from the highest power down. */
  private static final double[] NUMERATOR = {
    3.52624965998911e-2,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376
  };

  private static final double[] DENOMINATOR = {
    8.83883476483184e-2,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752
  };

  private Gaussian() {}

  /**
   * The probability of at most {@code x}, to about 15 digits (Hart 1968, as in West 2005, "Better
   * Approximations to Cumulative Normal Functions").
   */
  static double cumulative(double x) {
    double tail = tail(Math.abs(x));
    return x > 0 ? 1 - tail : tail;
  }

  /** The probability of more than {@code z}, which is not negative. */
  private static double tail(double z) {
    if (z > BEYOND) {
      return 0;
    }
    double density = Math.exp(-z * z / 2);
    if (z < FAR) {
      return density * polynomial(NUMERATOR, z) / polynomial(DENOMINATOR, z);
    }
    double fraction = z + 0.65;
    for (int i = 4; i >= 1; i--) {
      fraction = z + i / fraction;
    }
    return density / fraction / ROOT_OF_TWO_PI;
  }

  private static double polynomial(double[] coefficients, double z) {
    double value = 0;
    for (double each : coefficients) {
      value = value * z + each;
    }
    return value;
  }
}
