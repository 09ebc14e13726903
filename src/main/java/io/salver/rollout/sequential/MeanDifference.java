package io.salver.rollout.sequential;

/**
 * How much greater the mean of one arm is than that of another, with a confidence sequence: at
 * level {@code 1 − α}, the chance that the interval ever misses the true difference is at most α,
 * as soon as the means are nearly normal.
 *
 * <p>The boundary is that of the mixture sequential probability ratio test with a normal mixture of
 * variance τ² (Robbins, 1970; Johari, Pekelis and Walsh, 2015, "Always Valid Inference"; for
 * estimated variances Waudby-Smith et al., 2021, "Time-Uniform Central Limit Theory"): with V the
 * variance of the difference δ,
 *
 * <pre>
 *   Λ = √(V / (V + τ²)) · exp(τ² δ² / (2 V (V + τ²)))
 *   half the interval = √(V (V + τ²) / τ² · (2 ln(1/α) + ln((V + τ²) / V)))
 * </pre>
 *
 * @param difference mean of the treatment less that of the control
 * @param variance V; infinite while an arm has fewer than two values
 * @param scale τ: the size of differences that matter, above 0; the interval is narrowest for its
 *     size about when it can tell them from none
 */
public record MeanDifference(double difference, double variance, double scale) {

  /** Compares two arms. */
  public static MeanDifference of(Summary control, Summary treatment, double scale) {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("scale must be above 0, received " + scale);
    }
    boolean isKnown = control.count() > 1 && treatment.count() > 1;
    double variance =
        isKnown
            ? control.variance() / control.count() + treatment.variance() / treatment.count()
            : Double.POSITIVE_INFINITY;
    return new MeanDifference(treatment.mean() - control.mean(), variance, scale);
  }

  /** Half the length of the interval that misses with a chance of at most {@code alpha}, ever. */
  public double halfWidth(double alpha) {
    if (Double.isInfinite(variance)) {
      return Double.POSITIVE_INFINITY;
    }
    if (variance == 0) {
      return 0;
    }
    double total = variance + scale * scale;
    double exponent = -2 * Math.log(alpha) + Math.log(total / variance);
    return Math.sqrt(variance * total / (scale * scale) * exponent);
  }

  /** The lower end of the interval. */
  public double low(double alpha) {
    return difference - halfWidth(alpha);
  }

  /** The upper end of the interval. */
  public double high(double alpha) {
    return difference + halfWidth(alpha);
  }

  /** How strongly the data speak against no difference, valid at any time. */
  public double pValue() {
    if (Double.isInfinite(variance)) {
      return 1;
    }
    if (variance == 0) {
      return difference == 0 ? 1 : 0;
    }
    double total = variance + scale * scale;
    double logarithm =
        Math.log(variance / total) / 2
            + scale * scale * difference * difference / (2 * variance * total);
    return Math.min(1, Math.exp(-logarithm));
  }
}
