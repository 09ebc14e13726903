package io.salver.vector.living;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.vector.ClusteredVectors;
import io.salver.vector.Metric;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndexes;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Writes snapshots amid writes and merges, and reads them. */
final class SnapshotScenario {

  private static final int DIMENSION = LivingIndexes.DIMENSION;

  private final VectorIndexes indexes;
  private final Path directory;
  private final LivingIndexSettings settings;
  private final Oracle oracle;
  private final ClusteredVectors source = new ClusteredVectors(3, DIMENSION, 7, 0.7);
  private final ManualExecutor background = new ManualExecutor();

  SnapshotScenario(VectorIndexes indexes, String kind, Metric metric, Path directory) {
    this.indexes = indexes;
    this.directory = directory;
    this.settings = LivingIndexes.settings(metric, kind);
    this.oracle = new Oracle(metric);
  }

  void run() {
    try (LivingIndex index = LivingIndexes.open(indexes, settings, background)) {
      for (int round = 0; round < 4; round++) {
        write(index, round);
        if (round % 2 == 1) {
          background.runAll();
          write(index, round + 10);
        }
        try (LivingIndexSnapshot snapshot = index.snapshot("round " + round)) {
          disturb(index);
          snapshot.write(directory);
        }
        check(round);
        index.put(new int[] {0}, oracle.vector(0));
      }
    }
    background.runAll();
  }

  private void write(LivingIndex index, int round) {
    int[] rows = IntStream.range(5 * round, 5 * round + 60).toArray();
    FloatBuffer vectors = source.next(rows.length);
    index.put(rows, vectors);
    oracle.put(rows, vectors, DIMENSION);
    index.put(new int[] {0}, vectors.slice(0, DIMENSION));
    oracle.put(new int[] {0}, vectors.slice(0, DIMENSION), DIMENSION);
    index.remove(new int[] {5 * round + 3});
    oracle.remove(new int[] {5 * round + 3});
  }

  /** A change and a merge that the snapshot must not see; undone afterwards. */
  private void disturb(LivingIndex index) {
    index.put(new int[] {0}, source.next(1));
    index.merge();
    background.runAll();
  }

  private void check(int round) {
    RestoredIndex restored = LivingIndexes.read(directory, indexes, settings, background);
    try (LivingIndex index = restored.index()) {
      assertThat(restored.label()).isEqualTo("round " + round);
      assertThat(index.size()).isEqualTo(oracle.size());
      for (int i = 0; i < 20; i++) {
        float[] query = source.next(1).array();
        SearchRequest request = SearchRequest.nearest(1 + 5 * i);
        oracle.assertSound(index.search(FloatBuffer.wrap(query), request), query, request);
        oracle.assertBest(index.exact(FloatBuffer.wrap(query), request), query, request);
      }
    }
    background.runAll();
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }
}
