package io.salver.monitor.quality;

import io.salver.monitor.drift.SurvivalFunctions;

/**
 * How often a fault came in a window, beside the reference, before thresholds and corrections; see
 * {@link QualityResult}. Immutable.
 *
 * @param expected the ratio of the reference; 0 without one
 * @param pValue 1 without a reference
 */
public record QualityMeasure(
    QualityKind kind, long count, long total, double expected, double pValue) {

  /**
   * A fault that values have.
   *
   * <p>The p-value is the chance of at least so many in the window if the ratios were the same:
   * given how many there are in both, the window's are binomial (Przyborowski and Wilenski, 1940).
   * Exact for rare faults; for frequent ones too large, which alarms less.
   *
   * @param count values of the window with it
   * @param total values of the window
   * @param referenceCount values of the reference with it, or that many as it lets expect
   * @param referenceTotal values of the reference; 0 without one
   */
  public static QualityMeasure of(
      QualityKind kind, long count, long total, long referenceCount, long referenceTotal) {
    if (total == 0 || referenceTotal == 0) {
      return new QualityMeasure(kind, count, total, 0, 1);
    }
    double share = (double) total / (total + referenceTotal);
    return new QualityMeasure(
        kind,
        count,
        total,
        (double) referenceCount / referenceTotal,
        SurvivalFunctions.binomial(count, count + referenceCount, share));
  }

  /**
   * All values being one.
   *
   * @param count 1 if they are, else 0
   * @param values how many there are
   * @param largestShare the largest share that one value has in the reference; 1 without one
   */
  public static QualityMeasure constant(long count, long values, double largestShare) {
    double p = count == 0 ? 1 : Math.pow(largestShare, (double) values);
    return new QualityMeasure(QualityKind.CONSTANT, count, 1, 0, p);
  }

  /** The ratio in the window; 0 of none. */
  public double ratio() {
    return total == 0 ? 0 : (double) count / total;
  }
}
