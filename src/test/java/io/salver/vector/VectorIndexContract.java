package io.salver.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.NotFound;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every library of vector indexes keeps to, for one kind of index: how indexes are built, grow
 * and end, and all of the contracts of searches and of files.
 */
public abstract class VectorIndexContract extends VectorFileContract {

  @Test
  void refuses_what_does_not_have_its_dimension() {
    FloatBuffer crooked = FloatBuffer.allocate(DIMENSION + 1);
    try (VectorIndexBuilder builder = trained(Metric.INNER_PRODUCT)) {
      assertRefused(() -> builder.train(crooked), "24");
      assertRefused(() -> builder.add(new long[] {1}, crooked), "24");
      assertRefused(() -> builder.add(new long[] {1, 2}, FloatBuffer.allocate(DIMENSION)), "2");
      assertRefused(() -> builder.add(new long[] {-1}, FloatBuffer.allocate(DIMENSION)), "-1");
    }
    try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      assertRefused(() -> index.search(crooked, SearchRequest.nearest(1)), "24");
    }
  }

  @Test
  void refuses_components_that_are_not_finite() {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      FloatBuffer vector = FloatBuffer.allocate(DIMENSION).put(3, wrong);
      try (VectorIndexBuilder builder = trained(Metric.INNER_PRODUCT)) {
        assertRefused(() -> builder.add(new long[] {1}, vector), "component 3");
      }
      try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
        assertRefused(() -> index.search(vector, SearchRequest.nearest(1)), "component 3");
      }
    }
  }

  @Test
  void refuses_an_id_that_is_added_twice() {
    try (VectorIndexBuilder builder = trained(Metric.INNER_PRODUCT)) {
      assertRefused(
          () -> {
            builder.add(new long[] {4, 7, 4}, vectors.slice(0, 3 * DIMENSION));
            builder.build().close();
          },
          "4");
    }
  }

  @Test
  void refuses_to_add_before_it_is_trained() {
    try (VectorIndexBuilder builder = indexes().builder(spec(Metric.INNER_PRODUCT))) {
      if (needsTraining()) {
        assertRefused(() -> builder.add(ids, vectors), "train");
        assertRefused(() -> builder.build().close(), "train");
      } else {
        builder.add(ids, vectors);
      }
    }
  }

  @Test
  void refuses_a_kind_that_it_does_not_know() {
    IndexSpec spec = new IndexSpec(DIMENSION, Metric.INNER_PRODUCT, "Sieve9");
    assertRefused(() -> indexes().builder(spec).close(), "Sieve9");
  }

  @Test
  void grows_from_another_index_without_some_of_its_vectors() {
    IdFilter kept = IdFilter.all(3 * SIZE + 5);
    kept.forbid((int) ids[1]);
    kept.forbid((int) ids[4]);
    try (VectorIndex source = filled(Metric.INNER_PRODUCT);
        VectorIndexBuilder builder = indexes().builder(source.spec())) {
      builder.addFrom(source, kept);
      builder.add(new long[] {ids[4]}, vectors.slice(0, DIMENSION));
      try (VectorIndex index = builder.build()) {
        assertThat(source.size()).isEqualTo(SIZE);
        assertGrown(index);
        Path file = directory.resolve("grown");
        indexes().write(index, file);
        try (VectorIndex read = indexes().read(file)) {
          assertGrown(read);
        }
      }
    }
  }

  private void assertGrown(VectorIndex index) {
    assertThat(index.size()).isEqualTo(SIZE - 1);
    assertThatThrownBy(() -> index.reconstruct(ids[1])).isInstanceOf(NotFound.class);
    assertThat(index.reconstruct(ids[5])[0])
        .isCloseTo(vectors.get(5 * DIMENSION), within(reconstructionError()));
    assertThat(index.reconstruct(ids[4])[0])
        .isCloseTo(vectors.get(0), within(reconstructionError()));
    FloatBuffer first = vectors.slice(0, QUERIES * DIMENSION); // among them the one that is gone
    List<Neighbors> all = index.search(first, new SearchRequest(10, SIZE, none()));
    assertThat(all).noneMatch(found -> Arrays.stream(found.ids()).anyMatch(id -> id == ids[1]));
    assertThat(all).allMatch(found -> found.count() == 10);
  }

  @Test
  void refuses_to_grow_from_another_kind_of_index() {
    try (VectorIndex source = filled(Metric.EUCLIDEAN);
        VectorIndexBuilder builder = indexes().builder(spec(Metric.INNER_PRODUCT))) {
      assertRefused(() -> builder.addFrom(source, IdFilter.all(SIZE)), "EUCLIDEAN");
    }
  }

  @Test
  void can_be_closed_twice_and_then_not_be_used() {
    VectorIndex index = filled(Metric.INNER_PRODUCT);
    index.close();
    index.close();
    assertThatThrownBy(() -> index.search(queries, SearchRequest.nearest(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> index.reconstruct(ids[0])).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> indexes().write(index, directory.resolve("index")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_builder_ends_with_build_or_close() {
    VectorIndexBuilder builder = trained(Metric.INNER_PRODUCT);
    builder.build().close();
    assertThatThrownBy(() -> builder.add(ids, vectors)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    builder.close();
    builder.close();
  }

  @Test
  void close_may_race_with_searches() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 10; round++) {
        VectorIndex index = filled(Metric.INNER_PRODUCT);
        CountDownLatch searching = new CountDownLatch(4);
        List<Future<Integer>> searchers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          searchers.add(pool.submit(searchUntilClosed(index, searching)));
        }
        searching.await();
        index.close();
        for (Future<Integer> searcher : searchers) {
          assertThat(searcher.get()).isPositive();
        }
      }
    }
  }

  private Callable<Integer> searchUntilClosed(VectorIndex index, CountDownLatch searching) {
    return () -> {
      for (int searches = 0; ; searches++) {
        try {
          assertThat(index.search(queries, SearchRequest.nearest(10))).hasSize(QUERIES);
        } catch (IllegalStateException closed) {
          return searches;
        }
        if (searches == 0) {
          searching.countDown();
        }
      }
    };
  }
}
