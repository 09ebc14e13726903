package io.salver.monitor.drift;

/**
 * The chance that a variable of a known law is larger than a number. Accurate to about 1e-12
 * relative to one.
 */
public final class SurvivalFunctions {

  private static final double[] LANCZOS = {
    0.9999999999998099,
    676.5203681218851,
    -1259.1392167224028,
    771.3234287776531,
    -176.6150291621406,
    12.507343278686905,
    -0.13857109526572012,
    9.984369578019572e-6,
    1.5056327351493116e-7
  };
  private static final int MOST_TERMS = 10_000;
  private static final double PRECISION = 1e-16;

  private SurvivalFunctions() {}

  /** Of chi-squared with {@code degrees} of freedom; 1 without any. */
  public static double chiSquared(double x, double degrees) {
    return degrees <= 0 ? 1 : gamma(x / 2, degrees / 2);
  }

  /** Of the standard normal. */
  public static double normal(double z) {
    double twoSided = gamma(z * z / 2, 0.5);
    return z >= 0 ? twoSided / 2 : 1 - twoSided / 2;
  }

  /**
   * Of the limit of Kolmogorov's statistic {@code √n·D} (Kolmogorov, 1933): by the series of
   * exponentials for large x, by that of its theta function for small.
   */
  public static double kolmogorov(double x) {
    if (x <= 0) {
      return 1;
    }
    if (x < 1.18) {
      double sum = 0;
      double base = -Math.PI * Math.PI / (8 * x * x);
      for (int k = 1; k <= 9; k += 2) {
        sum += Math.exp(base * k * k);
      }
      return Math.max(0, 1 - Math.sqrt(2 * Math.PI) / x * sum);
    }
    double sum = 0;
    for (int k = 1; k <= 10; k++) {
      sum += (k % 2 == 1 ? 1 : -1) * Math.exp(-2 * x * x * k * k);
    }
    return Math.min(1, 2 * sum);
  }

  /**
   * Of the gamma law with scale 1, which is the regularised upper incomplete gamma function: by
   * series for small x, by continued fraction (Lentz) for large.
   */
  public static double gamma(double x, double shape) {
    if (x <= 0) {
      return 1;
    }
    if (Double.isInfinite(x)) {
      return 0;
    }
    double factor = Math.exp(shape * Math.log(x) - x - logGamma(shape));
    return x < shape + 1
        ? Math.max(0, 1 - factor * series(x, shape))
        : Math.min(1, factor * fraction(x, shape));
  }

  /** That a binomial variable of {@code trials} is at least {@code successes}. */
  public static double binomial(long successes, long trials, double probability) {
    if (successes <= 0) {
      return 1;
    }
    if (successes > trials || probability <= 0) {
      return 0;
    }
    return probability >= 1 ? 1 : beta(probability, (double) successes, trials - successes + 1.0);
  }

  /** The regularised incomplete beta function, by continued fraction (Lentz). */
  private static double beta(double x, double a, double b) {
    if (x > (a + 1) / (a + b + 2)) {
      return 1 - beta(1 - x, b, a);
    }
    double logFactor =
        a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
    double tiny = 1e-300;
    double c = 1;
    double d = 1 / nonZero(1 - (a + b) * x / (a + 1), tiny);
    double value = d;
    for (int n = 1; n < MOST_TERMS; n++) {
      double even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n));
      d = 1 / nonZero(1 + even * d, tiny);
      c = nonZero(1 + even / c, tiny);
      value *= c * d;
      double odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1));
      d = 1 / nonZero(1 + odd * d, tiny);
      c = nonZero(1 + odd / c, tiny);
      value *= c * d;
      if (Math.abs(c * d - 1) < PRECISION * 4) {
        break;
      }
    }
    return Math.min(1, Math.exp(logFactor) * value / a);
  }

  private static double series(double x, double shape) {
    double term = 1 / shape;
    double sum = term;
    for (int n = 1; n < MOST_TERMS && term > sum * PRECISION; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    return sum;
  }

  private static double fraction(double x, double shape) {
    double tiny = 1e-300;
    double b = x + 1 - shape;
    double c = 1 / tiny;
    double d = 1 / b;
    double value = d;
    for (int n = 1; n < MOST_TERMS; n++) {
      double a = -n * (n - shape);
      b += 2;
      d = 1 / nonZero(a * d + b, tiny);
      c = nonZero(b + a / c, tiny);
      double change = c * d;
      value *= change;
      if (Math.abs(change - 1) < PRECISION * 4) {
        break;
      }
    }
    return value;
  }

  private static double nonZero(double value, double tiny) {
    return Math.abs(value) < tiny ? tiny : value;
  }

  /** The logarithm of the gamma function of a positive number (Lanczos, 1964). */
  private static double logGamma(double x) {
    if (x < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
    }
    double t = x - 1;
    double sum = LANCZOS[0];
    for (int i = 1; i < LANCZOS.length; i++) {
      sum += LANCZOS[i] / (t + i);
    }
    double g = t + 7.5;
    return 0.5 * Math.log(2 * Math.PI) + (t + 0.5) * Math.log(g) - g + Math.log(sum);
  }
}
