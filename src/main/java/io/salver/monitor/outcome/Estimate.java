package io.salver.monitor.outcome;

/**
 * A quantity that was estimated from a sample, with an interval that holds the true one at {@value
 * #LEVEL} of all times. Immutable.
 *
 * @param value the estimate
 * @param low the lower end
 * @param high the upper end
 * @param samples how many labels it is of
 */
public record Estimate(double value, double low, double high, long samples) {

  /** How often the interval holds the true value. */
  public static final double LEVEL = 0.95;

  /** The quantile of the normal law that belongs to it. */
  static final double Z = 1.959963984540054;

  /**
   * A share, with the score interval of Wilson (1927, "Probable Inference, the Law of Succession,
   * and Statistical Inference"), which holds its level also for few samples and shares near 0 or 1.
   *
   * @param samples more than 0
   */
  static Estimate share(long hits, long samples) {
    double n = samples;
    double share = hits / n;
    double square = Z * Z;
    double centre = (share + square / (2 * n)) / (1 + square / n);
    double half = Z / (1 + square / n) * Math.sqrt(share * (1 - share) / n + square / (4 * n * n));
    return new Estimate(
        share,
        Math.min(share, Math.max(0, centre - half)),
        Math.max(share, Math.min(1, centre + half)),
        samples);
  }

  /** A mean, by the central limit theorem. */
  static Estimate mean(double sum, double squares, long samples) {
    double mean = sum / samples;
    return normal(mean, Math.sqrt(variance(sum, squares, samples) / samples), samples);
  }

  /** An estimate that is nearly normal, with that standard error. */
  static Estimate normal(double value, double error, long samples) {
    return new Estimate(value, value - Z * error, value + Z * error, samples);
  }

  /** The unbiased variance of a sample; 0 for a single value. */
  static double variance(double sum, double squares, long samples) {
    return samples < 2 ? 0 : Math.max(0, squares - sum / samples * sum) / (samples - 1);
  }

  /** The same, where nothing beyond those bounds is possible. */
  Estimate within(double least, double most) {
    return new Estimate(value, Math.max(least, low), Math.min(most, high), samples);
  }

  /**
   * How much this is above an estimate from other samples: the variances of both are recovered from
   * their intervals (Zou and Donner, 2008, "Construction of confidence limits about effect
   * measures"). For shares that is the hybrid score interval of Newcombe (1998).
   */
  Estimate minus(Estimate other) {
    double apart = value - other.value;
    return new Estimate(
        apart,
        apart - Math.hypot(value - low, other.high - other.value),
        apart + Math.hypot(high - value, other.value - other.low),
        Math.min(samples, other.samples));
  }
}
