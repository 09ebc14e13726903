package io.salver.vector.living;

import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.TopNeighbors;
import io.salver.vector.VectorIndex;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the least effort with which a new index reaches a recall. It tries queries that came lately
 * and vectors of the index itself, because how many cells a search must visit depends on the data
 * and on where queries lie, not on the size alone.
 */
final class EffortTuner {

  private static final int NEIGHBORS = 100;
  private static final int OWN_VECTORS = 32;
  private static final int LEAST_CELLS = 8;
  private static final int LEAST_CANDIDATES = 64;
  private static final double STEP = 1.4;

  private final double targetRecall;
  private final QuerySample sample;
  private final RowScan scan;

  EffortTuner(double targetRecall, QuerySample sample, RowScan scan) {
    this.targetRecall = targetRecall;
    this.sample = sample;
    this.scan = scan;
  }

  /**
   * The effort for {@code index}, which holds these rows by the vectors in these slots; 0 when it
   * makes no difference.
   */
  int fit(VectorIndex index, KindTraits traits, RowSlots content) {
    if (traits.cells() == 0 && !traits.graph()) {
      return 0;
    }
    int k = Math.min(NEIGHBORS, content.count());
    List<float[]> queries = queries(content);
    List<long[]> truth = new ArrayList<>(queries.size());
    for (float[] query : queries) {
      truth.add(nearest(query, content, k));
    }
    int most = traits.cells() > 0 ? traits.cells() : content.count();
    int wanted = traits.compressed() ? LivingSearch.candidates(k, content.count()) : k;
    int effort = Math.min(most, traits.graph() ? LEAST_CANDIDATES : LEAST_CELLS);
    while (effort < most && recall(index, wanted, effort, queries, truth) < targetRecall) {
      effort = Math.min(most, (int) Math.ceil(effort * STEP));
    }
    return effort;
  }

  private List<float[]> queries(RowSlots content) {
    List<float[]> queries = sample.queries();
    int step = Math.max(1, content.count() / OWN_VECTORS);
    for (int i = step / 2; i < content.count(); i += step) {
      queries.add(scan.vector(content.slot(i)));
    }
    return queries;
  }

  private long[] nearest(float[] query, RowSlots content, int k) {
    TopNeighbors best = new TopNeighbors(k);
    scan.begin(query, best, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < content.count(); i++) {
      scan.add(content.row(i), content.slot(i));
    }
    scan.finish();
    return sorted(best.drain());
  }

  private static long[] sorted(Neighbors neighbors) {
    long[] ids = neighbors.ids().clone();
    Arrays.sort(ids);
    return ids;
  }

  private static double recall(
      VectorIndex index, int wanted, int effort, List<float[]> queries, List<long[]> truth) {
    SearchRequest request = new SearchRequest(wanted, effort, Optional.empty());
    long hits = 0;
    long expected = 0;
    for (int i = 0; i < queries.size(); i++) {
      long[] nearest = truth.get(i);
      expected += nearest.length;
      for (long id : index.search(FloatBuffer.wrap(queries.get(i)), request).getFirst().ids()) {
        hits += Arrays.binarySearch(nearest, id) < 0 ? 0 : 1;
      }
    }
    return expected == 0 ? 1 : (double) hits / expected;
  }
}
