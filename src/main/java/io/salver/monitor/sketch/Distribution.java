package io.salver.monitor.sketch;

import java.util.Arrays;

/**
 * A cumulative distribution F of numbers: exact, of a sketch, or of percentiles. Immutable.
 *
 * <p>It is known at its knots, ascending values v with the shares {@link #below} and {@link #upTo}
 * of what is smaller and of what is not larger. Between knots that were observations there is
 * nothing, so F is a step function. Between percentiles F rises linearly; all that is certain there
 * is that it stays between the neighbours, so {@code below} is an upper bound of F just before the
 * knot and {@code upTo} a lower bound of F at it. Where several percentiles are one value, that
 * value holds their share at least; {@link #rank} takes half a step more on each side, which errs
 * by half a step at most.
 */
public final class Distribution {

  private final double[] values;
  private final double[] below;
  private final double[] upTo;
  private final long count;
  private final double rankError;

  /** The distance of percentiles; 0 for a step function. */
  private final double step;

  private Distribution(
      double[] values, double[] below, double[] upTo, long count, double rankError, double step) {
    this.values = values;
    this.below = below;
    this.upTo = upTo;
    this.count = count;
    this.rankError = rankError;
    this.step = step;
  }

  /** Of all observations, in any order. */
  public static Distribution of(double... observations) {
    double[] sorted = observations.clone();
    Arrays.sort(sorted);
    long[] cumulative = new long[sorted.length];
    Arrays.setAll(cumulative, i -> i + 1L);
    return ofWeighted(sorted, cumulative, sorted.length, 0);
  }

  /**
   * Of observations with weights.
   *
   * @param sorted ascending, with repetitions
   * @param cumulative the weight of each and of those before it
   * @param count how many observations they stand for
   * @param rankError by how much a rank may be wrong
   */
  public static Distribution ofWeighted(
      double[] sorted, long[] cumulative, long count, double rankError) {
    int knots = distinct(sorted);
    double[] values = new double[knots];
    double[] below = new double[knots];
    double[] upTo = new double[knots];
    double total = sorted.length == 0 ? 1 : cumulative[sorted.length - 1];
    int knot = -1;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        knot++;
        values[knot] = sorted[i];
        below[knot] = i == 0 ? 0 : cumulative[i - 1] / total;
      }
      upTo[knot] = cumulative[i] / total;
    }
    return new Distribution(values, below, upTo, count, rankError, 0);
  }

  /**
   * Of the values at evenly spaced ranks from 0 to 1.
   *
   * @param quantiles ascending, two at least
   * @param count how many observations they were made of
   */
  public static Distribution ofQuantiles(double[] quantiles, long count) {
    int knots = distinct(quantiles);
    double[] values = new double[knots];
    double[] below = new double[knots];
    double[] upTo = new double[knots];
    double step = 1.0 / (quantiles.length - 1);
    int knot = -1;
    for (int i = 0; i < quantiles.length; i++) {
      double rank = (double) i / (quantiles.length - 1);
      if (i == 0 || quantiles[i] != quantiles[i - 1]) {
        knot++;
        values[knot] = quantiles[i];
        below[knot] = rank;
      }
      upTo[knot] = rank;
    }
    return new Distribution(values, below, upTo, count, 0, step);
  }

  private static int distinct(double[] sorted) {
    int distinct = 0;
    for (int i = 0; i < sorted.length; i++) {
      distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
    }
    return distinct;
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  /** How many observations it is of. */
  public long count() {
    return count;
  }

  /** By how much a rank may be wrong, with 99 % confidence; 0 where it is exact. */
  public double rankError() {
    return rankError;
  }

  /** How many knots there are. */
  public int knots() {
    return values.length;
  }

  public double value(int knot) {
    return values[knot];
  }

  /** The share of what is smaller than the knot; of percentiles: at most that. */
  public double below(int knot) {
    return below[knot];
  }

  /** The share of what is not larger than the knot; of percentiles: at least that. */
  public double upTo(int knot) {
    return upTo[knot];
  }

  /** The largest share that one value may have. */
  public double largestShare() {
    double largest = 0;
    for (int knot = 0; knot < values.length; knot++) {
      largest = Math.max(largest, upTo[knot] - below[knot] + 2 * step);
    }
    return Math.min(1, largest);
  }

  /** The share of what is not larger than {@code value}. */
  public double rank(double value) {
    int found = Arrays.binarySearch(values, value);
    return found >= 0 ? closed(found) : between(-found - 2, value);
  }

  /** The share of what is smaller than {@code value}. */
  public double rankBelow(double value) {
    int found = Arrays.binarySearch(values, value);
    return found >= 0 ? open(found) : between(-found - 2, value);
  }

  /** The least value whose rank is at least {@code rank}, interpolated between percentiles. */
  public double quantile(double rank) {
    int found = Arrays.binarySearch(upTo, rank);
    int knot = Math.min(values.length - 1, found >= 0 ? found : -found - 1);
    if (step == 0 || knot == 0 || rank >= below[knot]) {
      return values[knot];
    }
    double share = (rank - upTo[knot - 1]) / (below[knot] - upTo[knot - 1]);
    return values[knot - 1] + share * (values[knot] - values[knot - 1]);
  }

  /** The mean. */
  public double mean() {
    return moment(1);
  }

  /** The standard deviation, as of a population. */
  public double deviation() {
    double mean = mean();
    return Math.sqrt(Math.max(0, moment(2) - mean * mean));
  }

  private double between(int knot, double value) {
    if (knot < 0 || knot == values.length - 1) {
      return knot < 0 ? 0 : 1;
    }
    if (step == 0) {
      return upTo[knot];
    }
    double share = (value - values[knot]) / (values[knot + 1] - values[knot]);
    return closed(knot) + share * (open(knot + 1) - closed(knot));
  }

  private double closed(int knot) {
    boolean isAtom = upTo[knot] > below[knot];
    return isAtom
        ? Math.min(1, upTo[knot] + (knot == values.length - 1 ? 0 : step / 2))
        : upTo[knot];
  }

  private double open(int knot) {
    boolean isAtom = upTo[knot] > below[knot];
    return isAtom ? Math.max(0, below[knot] - (knot == 0 ? 0 : step / 2)) : below[knot];
  }

  /** The mean of the values or of their squares. */
  private double moment(int power) {
    double sum = 0;
    for (int knot = 0; knot < values.length; knot++) {
      double value = values[knot];
      sum += (upTo[knot] - below[knot]) * (power == 1 ? value : value * value);
      if (step > 0 && knot > 0) {
        double before = values[knot - 1];
        double mean =
            power == 1
                ? (before + value) / 2
                : (before * before + before * value + value * value) / 3;
        sum += (below[knot] - upTo[knot - 1]) * mean;
      }
    }
    return sum;
  }
}
