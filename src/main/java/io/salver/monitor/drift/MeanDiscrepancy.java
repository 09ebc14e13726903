package io.salver.monitor.drift;

import io.salver.monitor.profile.EmbeddingProfile;
import java.util.OptionalDouble;

/**
 * The maximum mean discrepancy of two samples of vectors (Gretton et al., 2012, "A Kernel
 * Two-Sample Test"), squared: the squared distance between the means of their random Fourier
 * features. Means add up over panes and replicas, which the trees or networks of a domain
 * classifier do not, and there is nothing to train.
 *
 * <p>Without a change the difference of the means is normal with covariance {@code (1/n + 1/m)·Σ},
 * so its square is a sum of chi-squareds weighted by Σ's eigenvalues; the p-value is that of the
 * gamma law with the same mean, {@code (1/n + 1/m)·tr Σ}, and variance, {@code 2·(1/n + 1/m)²·tr
 * Σ²} (Satterthwaite, 1946; Gretton et al., 2009). Both traces are of the reference.
 *
 * <p>The effect is what is above chance, over tr Σ: 0 for the same vectors, 1 where the means are
 * as far apart as vectors are from their mean.
 */
public final class MeanDiscrepancy {

  private MeanDiscrepancy() {}

  /**
   * The discrepancy of a window with {@code count} vectors, one at least.
   *
   * @param sum of their features
   */
  public static Measure measure(EmbeddingProfile reference, double[] sum, long count) {
    double distance = 0;
    for (int i = 0; i < sum.length; i++) {
      double apart = sum[i] / count - reference.means()[i];
      distance += apart * apart;
    }
    double chance = 1.0 / reference.count() + 1.0 / count;
    double mean = chance * reference.trace();
    double variance = 2 * chance * chance * reference.squaredTrace();
    double p = SurvivalFunctions.gamma(distance * mean / variance, mean * mean / variance);
    return new Measure(
        DriftTest.MAXIMUM_MEAN_DISCREPANCY,
        distance,
        Math.max(0, distance - mean) / reference.trace(),
        OptionalDouble.of(p),
        reference.count(),
        count);
  }
}
