package io.salver.monitor.profile;

/**
 * The reference distribution of numbers. Immutable: nobody changes the array.
 *
 * @param count values, the missing ones among them
 * @param min the smallest
 * @param max the largest
 * @param quantiles the values at evenly spaced ranks from 0 to 1, ascending, at least two; linearly
 *     interpolated between neighbouring observations (type 7 of Hyndman and Fan, 1996)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NumericProfile(long count, long missing, double min, double max, double[] quantiles)
    implements FeatureProfile {

  /** Checks what the comment says. */
  public NumericProfile {
    if (missing < 0 || missing >= count) {
      throw new IllegalArgumentException(
          "a profile needs at least one value, but %d of %d are missing".formatted(missing, count));
    }
    if (quantiles.length < 2) {
      throw new IllegalArgumentException("quantiles must be at least two, not " + quantiles.length);
    }
    if (!Double.isFinite(min) || !Double.isFinite(max) || min > max) {
      throw new IllegalArgumentException(
          "min and max must be finite and in order, not %s and %s".formatted(min, max));
    }
    for (int i = 0; i < quantiles.length; i++) {
      if (!Double.isFinite(quantiles[i]) || (i > 0 && quantiles[i] < quantiles[i - 1])) {
        throw new IllegalArgumentException(
            "quantiles must be finite and ascending; the one of index %d is %s"
                .formatted(i, quantiles[i]));
      }
    }
  }

  /** The rank of the quantile of that index, from 0 to 1. */
  public double rank(int index) {
    return (double) index / (quantiles.length - 1);
  }
}
