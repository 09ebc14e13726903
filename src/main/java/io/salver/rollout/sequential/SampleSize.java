package io.salver.rollout.sequential;

/** How many values a comparison needs: what to expect before it begins. */
public final class SampleSize {

  private static final long MOST = 1L << 50;

  private SampleSize() {}

  /**
   * The least number of values in both arms together after which a true difference is found with
   * the power asked for: the boundary of {@link MeanDifference} lies so many deviations below it.
   *
   * @param variance of a value, the same in both arms
   * @param difference to be found, above 0
   * @param share of the values that the treatment gets, above 0 and below 1
   * @param alpha level
   * @param quantile of the standard normal at the power, as 0.8416 for 80 %
   * @param scale as in {@link MeanDifference}
   */
  public static long of(
      double variance,
      double difference,
      double share,
      double alpha,
      double quantile,
      double scale) {
    long low = 2;
    long high = MOST;
    while (low < high) {
      long middle = low + (high - low) / 2;
      double both = variance / (middle * share) + variance / (middle * (1 - share));
      double needed =
          new MeanDifference(difference, both, scale).halfWidth(alpha) + quantile * Math.sqrt(both);
      if (needed <= difference) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
