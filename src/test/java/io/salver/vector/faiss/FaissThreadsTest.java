package io.salver.vector.faiss;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.NativeHandles;
import io.salver.testkit.NativeThreads;
import io.salver.vector.ClusteredVectors;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndex;
import io.salver.vector.VectorIndexBuilder;
import java.nio.FloatBuffer;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FAISS builds with as many threads as it is given, and searches with the caller's alone. */
@EnabledOnOs(OS.LINUX)
final class FaissThreadsTest {

  private static final int DIMENSION = 16;
  private static final int SIZE = 3_000;

  private final ClusteredVectors source = new ClusteredVectors(7, DIMENSION, 40, 0.6);
  private final FloatBuffer vectors = source.next(SIZE);
  private final FloatBuffer queries = source.next(50);

  @ParameterizedTest
  @ValueSource(strings = {"Flat", "IVF64,Flat", "HNSW32"})
  void a_search_starts_no_threads_however_many_built_the_index(String kind) throws Exception {
    try (VectorIndex index = build(kind, 4)) {
      Callable<AutoCloseable> search =
          () -> {
            index.search(queries, SearchRequest.nearest(10));
            return () -> {};
          };
      assertThat(NativeThreads.startedBy(search)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void building_leaves_one_thread_less_than_it_is_given_until_its_caller_ends(int threads)
      throws Exception {
    assertThat(NativeThreads.startedBy(() -> build("HNSW32", threads))).isEqualTo(threads - 1);
  }

  private VectorIndex build(String kind, int threads) {
    IndexSpec spec = new IndexSpec(DIMENSION, Metric.INNER_PRODUCT, kind);
    try (VectorIndexBuilder builder =
        new FaissIndexes(threads, new NativeHandles()).builder(spec)) {
      builder.train(vectors);
      builder.add(LongStream.range(0, SIZE).toArray(), vectors);
      return builder.build();
    }
  }
}
