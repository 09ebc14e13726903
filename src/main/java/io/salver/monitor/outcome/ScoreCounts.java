package io.salver.monitor.outcome;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the scores of a class lie among those that are of it and those that are not: counts in
 * {@value #BINS} bins as in {@link LogOddsBins}. Not thread-safe; adds up.
 *
 * <p>The area under the curve (Hanley and McNeil, 1982) is the share of pairs, one of either, that
 * the scores put in order; a pair of one bin counts half. So it is off by half of the share of such
 * pairs at most, which {@link Area#resolution} says. Its standard error is that of DeLong, DeLong
 * and Clarke-Pearson (1988), of the binned scores.
 */
final class ScoreCounts {

  /** A bin is 0.023 of the logarithmic odds wide, so about 0.006 of a probability of a half. */
  static final int BINS = 1024;

  /** Made when the first comes. */
  private int @Nullable [] positives;

  private int @Nullable [] negatives;

  /**
   * The area under the curve.
   *
   * @param error its standard error
   * @param resolution how far bins may put it off
   * @param positives of the class
   * @param negatives not of the class
   */
  record Area(double value, double error, double resolution, long positives, long negatives) {

    boolean isDefined() {
      return positives > 0 && negatives > 0;
    }
  }

  /** Counts a score, or takes it back where {@code weight} is -1. */
  void add(double score, boolean isPositive, int weight) {
    int bin = LogOddsBins.of(score, BINS);
    if (isPositive) {
      positives = positives == null ? new int[BINS] : positives;
      positives[bin] += weight;
    } else {
      negatives = negatives == null ? new int[BINS] : negatives;
      negatives[bin] += weight;
    }
  }

  void merge(ScoreCounts other) {
    positives = sum(positives, other.positives);
    negatives = sum(negatives, other.negatives);
  }

  Area area() {
    return area(counts(positives), counts(negatives));
  }

  /**
   * The area under the curve.
   *
   * @param of counts of the class by ascending bins, which may be expected ones
   * @param not counts of the others
   */
  static Area area(double[] of, double[] not) {
    double allOf = total(of);
    double allNot = total(not);
    double below = 0;
    double inOrder = 0;
    double together = 0;
    for (int bin = 0; bin < of.length; bin++) {
      inOrder += of[bin] * (below + not[bin] / 2);
      together += of[bin] * not[bin];
      below += not[bin];
    }
    double pairs = Math.max(1, allOf * allNot);
    double area = inOrder / pairs;
    return new Area(
        area,
        Math.sqrt(
            placement(of, not, area) / Math.max(1, allOf)
                + placement(reversed(not), reversed(of), area) / Math.max(1, allNot)),
        together / pairs / 2,
        (long) allOf,
        (long) allNot);
  }

  /** The variance over {@code of} of the share of {@code others} that lie below. */
  private static double placement(double[] of, double[] others, double area) {
    double count = total(of);
    double all = Math.max(1, total(others));
    double below = 0;
    double squares = 0;
    for (int bin = 0; bin < of.length; bin++) {
      double apart = (below + others[bin] / 2) / all - area;
      squares += of[bin] * apart * apart;
      below += others[bin];
    }
    return count < 2 ? 0 : squares / (count - 1);
  }

  private static double[] counts(int @Nullable [] counts) {
    return counts == null ? new double[BINS] : Arrays.stream(counts).asDoubleStream().toArray();
  }

  private static double[] reversed(double[] counts) {
    double[] reversed = new double[counts.length];
    for (int bin = 0; bin < counts.length; bin++) {
      reversed[bin] = counts[counts.length - 1 - bin];
    }
    return reversed;
  }

  private static double total(double[] counts) {
    double total = 0;
    for (double count : counts) {
      total += count;
    }
    return total;
  }

  private static int @Nullable [] sum(int @Nullable [] own, int @Nullable [] others) {
    if (others == null) {
      return own;
    }
    int[] sum = own == null ? new int[BINS] : own;
    for (int bin = 0; bin < BINS; bin++) {
      sum[bin] += others[bin];
    }
    return sum;
  }
}
