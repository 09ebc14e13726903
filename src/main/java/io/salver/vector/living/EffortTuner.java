package io.salver.vector.living;

import io.salver.vector.IdFilter;
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

  /** The training of {@code index}, which holds these rows by the vectors in these slots. */
  MainIndex.Training fit(VectorIndex index, KindTraits traits, RowSlots content) {
    if (traits.cells() == 0 && !traits.graph()) {
      return new MainIndex.Training(content.count(), 0, 0);
    }
    List<float[]> queries = queries(content);
    int effort = fit(index, traits, queries, content, Optional.empty(), least(traits));
    RowSlots part = new RowSlots();
    int oneIn = (int) (1 / MainIndex.Training.FILTERED_SHARE);
    for (int i = 0; i < content.count(); i += oneIn) {
      part.add(content.row(i), content.slot(i));
    }
    int filtered = fit(index, traits, queries, part, Optional.of(part.filter()), effort);
    return new MainIndex.Training(content.count(), effort, filtered);
  }

  private static int least(KindTraits traits) {
    return traits.graph() ? LEAST_CANDIDATES : Math.min(LEAST_CELLS, traits.cells());
  }

  private int fit(
      VectorIndex index,
      KindTraits traits,
      List<float[]> queries,
      RowSlots allowed,
      Optional<IdFilter> filter,
      int least) {
    int k = Math.min(NEIGHBORS, allowed.count());
    List<long[]> truth = new ArrayList<>(queries.size());
    for (float[] query : queries) {
      truth.add(nearest(query, allowed, k));
    }
    int most = traits.graph() ? Math.toIntExact(index.size()) : traits.cells();
    int wanted = traits.compressed() ? LivingSearch.candidates(k, allowed.count()) : k;
    int effort = least;
    while (effort < most
        && recall(index, new SearchRequest(wanted, effort, filter), queries, truth)
            < targetRecall) {
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
      VectorIndex index, SearchRequest request, List<float[]> queries, List<long[]> truth) {
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
