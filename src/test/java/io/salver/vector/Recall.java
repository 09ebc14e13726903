package io.salver.vector;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The share of the true neighbours that an approximate search found. */
public final class Recall {

  private Recall() {}

  /** The mean over queries; a query without true neighbours counts as 1. */
  public static double of(List<Neighbors> found, List<Neighbors> expected) {
    double sum = 0;
    for (int i = 0; i < expected.size(); i++) {
      sum += of(found.get(i), expected.get(i));
    }
    return expected.isEmpty() ? 1 : sum / expected.size();
  }

  private static double of(Neighbors found, Neighbors expected) {
    if (expected.count() == 0) {
      return 1;
    }
    Set<Long> truth = Arrays.stream(expected.ids()).boxed().collect(Collectors.toSet());
    long hits = Arrays.stream(found.ids()).filter(truth::contains).count();
    return (double) hits / expected.count();
  }
}
