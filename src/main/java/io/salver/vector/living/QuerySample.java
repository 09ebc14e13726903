package io.salver.vector.living;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Some of the queries that came last. Thread-safe; under a race a query may be missed or kept
 * twice, which does no harm.
 */
final class QuerySample {

  private static final int KEPT = 32;
  private static final int ONE_IN = 8;

  private final AtomicReferenceArray<float[]> ring = new AtomicReferenceArray<>(KEPT);
  private int seen;

  /** Looks at a query, which nobody changes any more. */
  void note(float[] query) {
    int number = seen++;
    if (number % ONE_IN == 0) {
      ring.setRelease(Math.floorMod(number / ONE_IN, KEPT), query);
    }
  }

  List<float[]> queries() {
    List<float[]> queries = new ArrayList<>(KEPT);
    for (int i = 0; i < KEPT; i++) {
      float[] query = ring.getAcquire(i);
      if (query != null) {
        queries.add(query);
      }
    }
    return queries;
  }
}
