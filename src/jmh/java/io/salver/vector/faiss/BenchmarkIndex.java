package io.salver.vector.faiss;

import io.salver.model.NativeHandles;
import io.salver.vector.ClusteredVectors;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * An index over seeded, clustered unit vectors of dimension 64 and queries from the same clusters.
 * The index is built once and kept in {@code target/benchmarks}.
 *
 * @param kind its description
 * @param size how many vectors
 * @param effort the effort to search with
 */
record BenchmarkIndex(String kind, int size, int effort) {

  static final int DIMENSION = 64;
  static final int K = 100;
  static final int QUERIES = 200;

  private static final Path DIRECTORY = Path.of("target", "benchmarks");
  private static final int SAMPLE = 100_000;
  private static final int VECTORS_PER_CLUSTER = 200;
  private static final double SPREAD = 0.6;

  /** The benchmark of a name like {@code IVF4096,Flat@1000000/16}. */
  static BenchmarkIndex named(String name) {
    int at = name.indexOf('@');
    int slash = name.indexOf('/');
    return new BenchmarkIndex(
        name.substring(0, at),
        Integer.parseInt(name.substring(at + 1, slash)),
        Integer.parseInt(name.substring(slash + 1)));
  }

  SearchRequest request() {
    return new SearchRequest(K, effort, Optional.empty());
  }

  Path file() {
    return DIRECTORY.resolve(kind.replace(',', '-') + "-" + size + ".index");
  }

  /** Reads the index, building it first where it is missing; the caller closes it. */
  VectorIndex open() throws IOException {
    FaissIndexes library =
        new FaissIndexes(Runtime.getRuntime().availableProcessors(), new NativeHandles());
    if (!Files.exists(file())) {
      Files.createDirectories(DIRECTORY);
      try (VectorIndexBuilder builder = builder(library);
          VectorIndex index = builder.build()) {
        library.write(index, file());
      }
    }
    return library.read(file());
  }

  private VectorIndexBuilder builder(FaissIndexes library) {
    ClusteredVectors source = source();
    VectorIndexBuilder builder =
        library.builder(new IndexSpec(DIMENSION, Metric.INNER_PRODUCT, kind));
    for (int from = 0; from < size; from += SAMPLE) {
      FloatBuffer vectors = source.next(Math.min(SAMPLE, size - from));
      if (from == 0) {
        builder.train(vectors);
      }
      int rows = vectors.remaining() / DIMENSION;
      builder.add(LongStream.range(from, (long) from + rows).toArray(), vectors);
    }
    return builder;
  }

  private ClusteredVectors source() {
    return new ClusteredVectors(1, DIMENSION, size / VECTORS_PER_CLUSTER, SPREAD);
  }

  /** The queries in direct memory, {@code [QUERIES, DIMENSION]}; none of them is in the index. */
  FloatBuffer queries() {
    ClusteredVectors source = source();
    for (int from = 0; from < size; from += SAMPLE) {
      source.next(Math.min(SAMPLE, size - from));
    }
    return ByteBuffer.allocateDirect(QUERIES * DIMENSION * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(source.next(QUERIES))
        .flip();
  }
}
