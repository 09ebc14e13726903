package io.salver.rollout.sequential;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Whether arms got the shares of keys that they should have: where they did not, something loses or
 * duplicates keys of one arm, and nothing that is measured there can be believed.
 *
 * <p>Evidence against the shares is their likelihood under a Dirichlet mixture over that under the
 * shares themselves, valid at any time (Lindon and Malek, 2022, "Anytime-Valid Inference for
 * Multinomial Count Data").
 */
public final class SampleRatio {

  /** How much the mixture is drawn to the expected shares, as if so many keys had been seen. */
  private static final double CONCENTRATION = 100;

  private SampleRatio() {}

  /**
   * The p-value of the counts.
   *
   * @param counts keys of each arm
   * @param shares expected of each, above 0, summing to 1
   */
  public static double pValue(long[] counts, double[] shares) {
    double logarithm = LogGamma.value(CONCENTRATION);
    double total = CONCENTRATION;
    for (int arm = 0; arm < counts.length; arm++) {
      double prior = CONCENTRATION * shares[arm];
      logarithm += LogGamma.value(prior + counts[arm]) - LogGamma.value(prior);
      logarithm -= counts[arm] * Math.log(shares[arm]);
      total += counts[arm];
    }
    logarithm -= LogGamma.value(total);
    return Math.min(1, Math.exp(-logarithm));
  }
}
