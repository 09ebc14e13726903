package io.salver.vector.living;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.vector.ClusteredVectors;
import io.salver.vector.IdFilter;
import io.salver.vector.Metric;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndexes;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.SplittableRandom;

/** An index and a map that get the same writes. */
final class WriteScenario implements AutoCloseable {

  private static final int DIMENSION = LivingIndexes.DIMENSION;

  private final boolean isExact;
  private final SplittableRandom random;
  private final ClusteredVectors source;
  private final int rows;
  private final ManualExecutor background = new ManualExecutor();
  private final MeddlingLibrary library;
  private final Oracle oracle;
  private final LivingIndex index;

  WriteScenario(
      VectorIndexes indexes, String kind, boolean isExact, Metric metric, int rows, long seed) {
    this.isExact = isExact;
    this.library = new MeddlingLibrary(indexes);
    this.random = new SplittableRandom(seed);
    this.source = new ClusteredVectors(seed, DIMENSION, 7, 0.7);
    this.rows = rows;
    this.oracle = new Oracle(metric);
    this.index = LivingIndexes.open(library, LivingIndexes.settings(metric, kind), background);
  }

  void step() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> put();
      case 3 -> remove();
      case 4 -> background.runAll();
      case 5 -> mergeAmidWrites();
      default -> search();
    }
    assertThat(index.size()).isEqualTo(oracle.size());
  }

  private void put() {
    int[] chosen = chosen(random.nextInt(1, 40));
    FloatBuffer vectors = source.next(chosen.length);
    index.put(chosen, vectors);
    oracle.put(chosen, vectors, DIMENSION);
  }

  private void remove() {
    int[] chosen = chosen(random.nextInt(1, 20));
    index.remove(chosen);
    oracle.remove(chosen);
  }

  private int[] chosen(int count) {
    return random.ints(count, 0, rows).toArray();
  }

  private void mergeAmidWrites() {
    library.meddle(
        () -> {
          put();
          remove();
          search();
          put();
        });
    index.merge();
    background.runAll();
    library.meddle(() -> {});
  }

  void search() {
    float[] query = source.next(1).array();
    SearchRequest request = new SearchRequest(random.nextInt(1, 50), 0, filter());
    var found = index.search(FloatBuffer.wrap(query), request);
    if (isExact) {
      oracle.assertBest(found, query, request);
    } else {
      oracle.assertSound(found, query, request);
    }
    oracle.assertBest(index.exact(FloatBuffer.wrap(query), request), query, request);
  }

  private Optional<IdFilter> filter() {
    if (random.nextBoolean()) {
      return Optional.empty();
    }
    IdFilter filter = IdFilter.none(random.nextInt(1, rows + 100));
    int share = random.nextInt(1, 10);
    for (int row = 0; row < filter.limit(); row++) {
      if (random.nextInt(share) == 0) {
        filter.allow(row);
      }
    }
    return Optional.of(filter);
  }

  @Override
  public void close() {
    index.close();
    background.runAll();
  }
}
