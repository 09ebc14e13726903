package io.salver.monitor.drift;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Corrects p-values of many tests, so that each can be compared with the level by itself. */
public final class AdjustedPValues {

  private AdjustedPValues() {}

  /** The adjusted p-values, in the order of the given ones. */
  public static double[] of(double[] pValues, Correction correction) {
    return switch (correction) {
      case NONE -> pValues.clone();
      case HOLM -> holm(pValues);
      case BENJAMINI_HOCHBERG -> benjaminiHochberg(pValues);
    };
  }

  /** Each times how many are not smaller, and never less than the one before. */
  private static double[] holm(double[] pValues) {
    int[] order = ascending(pValues);
    double[] adjusted = new double[pValues.length];
    double least = 0;
    for (int i = 0; i < order.length; i++) {
      least = Math.max(least, Math.min(1, (order.length - i) * pValues[order[i]]));
      adjusted[order[i]] = least;
    }
    return adjusted;
  }

  /** Each times the number of tests over its rank, and never more than the one after. */
  private static double[] benjaminiHochberg(double[] pValues) {
    int[] order = ascending(pValues);
    double[] adjusted = new double[pValues.length];
    double most = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      most = Math.min(most, pValues[order[i]] * order.length / (i + 1));
      adjusted[order[i]] = most;
    }
    return adjusted;
  }

  private static int[] ascending(double[] pValues) {
    Integer[] order = IntStream.range(0, pValues.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
