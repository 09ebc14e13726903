package io.salver.vector;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;

/**
 * An index of one library and kind, and what is put into it and asked of it: vectors around
 * centres, with the ids 5, 8, 11 and so on.
 */
abstract class VectorIndexFixture {

  static final int DIMENSION = 24;
  static final int SIZE = 3_000;
  static final int QUERIES = 50;

  @TempDir Path directory = Path.of("");

  final ClusteredVectors source = new ClusteredVectors(7, DIMENSION, 40, 0.6);
  final FloatBuffer vectors = source.next(SIZE);
  final FloatBuffer queries = source.next(QUERIES);
  final long[] ids = LongStream.range(0, SIZE).map(i -> 3 * i + 5).toArray();

  /** The library under test. */
  protected abstract VectorIndexes indexes();

  /** The kind under test. */
  protected abstract String description();

  /** The lowest recall@10 against the exact index that the kind may show, on clustered vectors. */
  protected abstract double recallFloor();

  protected abstract boolean needsTraining();

  /** How far a component may be from the one that was added. */
  protected abstract float reconstructionError();

  static void assertRefused(Runnable action, String naming) {
    assertThatThrownBy(action::run).isInstanceOf(InvalidInput.class).hasMessageContaining(naming);
  }

  static Optional<IdFilter> none() {
    return Optional.empty();
  }

  IndexSpec spec(Metric metric) {
    return new IndexSpec(DIMENSION, metric, description());
  }

  VectorIndexBuilder trained(Metric metric) {
    VectorIndexBuilder builder = indexes().builder(spec(metric));
    builder.train(vectors);
    return builder;
  }

  VectorIndex filled(Metric metric) {
    try (VectorIndexBuilder builder = trained(metric)) {
      builder.add(ids, vectors);
      return builder.build();
    }
  }

  VectorIndex exact(Metric metric) {
    try (VectorIndexBuilder builder =
        new ExactIndexes().builder(new IndexSpec(DIMENSION, metric, ExactIndexes.DESCRIPTION))) {
      builder.add(ids, vectors);
      return builder.build();
    }
  }
}
