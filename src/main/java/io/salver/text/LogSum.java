package io.salver.text;

/** Adds numbers of which only the natural logarithms are known. */
public final class LogSum {

  private LogSum() {}

  /** log Σ exp(value); negative infinity for none. */
  public static double of(double... values) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    if (Double.isInfinite(most)) {
      return most;
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - most);
    }
    return most + Math.log(sum);
  }

  /** log(exp(first) + exp(second)). */
  public static double of(double first, double second) {
    double most = Math.max(first, second);
    if (Double.isInfinite(most)) {
      return most;
    }
    return most + Math.log1p(Math.exp(Math.min(first, second) - most));
  }
}
