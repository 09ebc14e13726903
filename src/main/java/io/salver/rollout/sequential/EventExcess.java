package io.salver.rollout.sequential;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * Whether rare events, as errors, happen in the treatment more often than in the control. Exact for
 * any number of events, also for the first few, where means are far from normal.
 *
 * <p>If both arms have the same rate, each event falls into the treatment with the share of traffic
 * p₀ that it has. The evidence is the likelihood of what fell, averaged evenly over all shares
 * above p₀, over that of p₀: an e-process, whose chance of ever exceeding 1/α is at most α, also
 * where the treatment is better (Ville, 1939; Ramdas et al., 2023, "Game-Theoretic Statistics and
 * Safe Anytime-Valid Inference").
 */
public final class EventExcess {

  private EventExcess() {}

  /**
   * The logarithm of the evidence.
   *
   * @param control events of the control
   * @param treatment events of the treatment
   * @param share p₀: of the requests of both, what the treatment had; above 0 and below 1. To allow
   *     a rate r times as high, {@code r·n₁ / (n₀ + r·n₁)}
   */
  public static double logEvidence(long control, long treatment, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share must be above 0 and below 1, received " + share);
    }
    double above = RegularizedBeta.complement(share, treatment + 1.0, control + 1.0);
    return LogBeta.value(treatment + 1.0, control + 1.0)
        + Math.log(above)
        - Math.log1p(-share)
        - treatment * Math.log(share)
        - control * Math.log1p(-share);
  }
}
