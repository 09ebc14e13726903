package io.salver.rollout.shadow;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** Orders of the elements of a row. */
final class Ranks {

  private Ranks() {}

  /** The places of the greatest elements; of equal ones the first. NaN is less than all. */
  static Set<Integer> top(double[] values, int count) {
    Set<Integer> places = new HashSet<>();
    int[] order = order(values);
    for (int i = 0; i < Math.min(count, order.length); i++) {
      places.add(order[i]);
    }
    return places;
  }

  /**
   * Spearman's ρ: Pearson's correlation of the ranks. 1 where neither row has an order, 0 where one
   * has none.
   */
  static double correlation(double[] a, double[] b) {
    double[] ranksOfA = ranks(a);
    double[] ranksOfB = ranks(b);
    double mean = (a.length - 1) / 2.0;
    double together = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      together += (ranksOfA[i] - mean) * (ranksOfB[i] - mean);
      squaresOfA += (ranksOfA[i] - mean) * (ranksOfA[i] - mean);
      squaresOfB += (ranksOfB[i] - mean) * (ranksOfB[i] - mean);
    }
    if (squaresOfA == 0 || squaresOfB == 0) {
      return squaresOfA == squaresOfB ? 1 : 0;
    }
    return together / Math.sqrt(squaresOfA * squaresOfB);
  }

  /** From 0, the greatest; equal elements have the mean of their ranks. */
  private static double[] ranks(double[] values) {
    int[] order = order(values);
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int until = from + 1;
      while (until < order.length && equal(values[order[until]], values[order[from]])) {
        until++;
      }
      double mean = (from + until - 1) / 2.0;
      for (int i = from; i < until; i++) {
        ranks[order[i]] = mean;
      }
      from = until;
    }
    return ranks;
  }

  private static boolean equal(double a, double b) {
    return a == b || (Double.isNaN(a) && Double.isNaN(b));
  }

  /** Places from the greatest element to the least; stable. */
  private static int[] order(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted((i, j) -> Double.compare(key(values[j]), key(values[i])))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double key(double value) {
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value + 0.0;
  }
}
