package io.salver.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every library of vector indexes keeps to, for one kind of index. */
public abstract class VectorIndexContract {

  private static final int DIMENSION = 24;
  private static final int SIZE = 3_000;
  private static final int QUERIES = 50;

  @TempDir Path directory = Path.of("");

  private final ClusteredVectors source = new ClusteredVectors(7, DIMENSION, 40, 0.6);
  private final FloatBuffer vectors = source.next(SIZE);
  private final FloatBuffer queries = source.next(QUERIES);
  private final long[] ids = LongStream.range(0, SIZE).map(i -> 3 * i + 5).toArray();

  /** The library under test. */
  protected abstract VectorIndexes indexes();

  /** The kind under test. */
  protected abstract String description();

  /** The lowest recall@10 against the exact index that the kind may show, on clustered vectors. */
  protected abstract double recallFloor();

  protected abstract boolean needsTraining();

  /** How far a component may be from the one that was added. */
  protected abstract float reconstructionError();

  @Test
  void says_what_it_is() {
    try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      assertThat(index.spec()).isEqualTo(spec(Metric.INNER_PRODUCT));
      assertThat(index.size()).isEqualTo(SIZE);
    }
  }

  @Test
  void finds_nearly_what_the_exact_index_finds_by_inner_product() {
    assertRecall(Metric.INNER_PRODUCT);
  }

  @Test
  void finds_nearly_what_the_exact_index_finds_by_distance() {
    assertRecall(Metric.EUCLIDEAN);
  }

  private void assertRecall(Metric metric) {
    try (VectorIndex exact = exact(metric);
        VectorIndex index = filled(metric)) {
      List<Neighbors> expected = exact.search(queries, SearchRequest.nearest(10));
      double recall = Recall.of(index.search(queries, SearchRequest.nearest(10)), expected);
      System.out.printf("%-16s %-14s recall@10 %.3f%n", description(), metric, recall);
      assertThat(recall).isGreaterThanOrEqualTo(recallFloor());
    }
  }

  @Test
  void answers_the_nearest_first_and_leaves_the_queries_as_they_were() {
    try (VectorIndex index = filled(Metric.EUCLIDEAN)) {
      FloatBuffer window = queries.duplicate().position(DIMENSION).limit(3 * DIMENSION);
      List<Neighbors> found = index.search(window, SearchRequest.nearest(20));
      assertThat(window.position()).isEqualTo(DIMENSION);
      assertThat(window.limit()).isEqualTo(3 * DIMENSION);
      assertThat(found).hasSize(2);
      for (Neighbors neighbors : found) {
        assertThat(neighbors.count()).isEqualTo(20);
        assertThat(neighbors.scores()).isSortedAccordingTo((a, b) -> Float.compare(b, a));
        assertThat(neighbors.scores()[0]).isLessThanOrEqualTo(0);
        assertThat(ids).contains(neighbors.ids());
        assertThat(neighbors.ids()).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void takes_queries_from_direct_memory_too() {
    try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      FloatBuffer direct =
          ByteBuffer.allocateDirect(QUERIES * DIMENSION * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .put(queries.duplicate())
              .flip();
      List<Neighbors> fromDirect = index.search(direct, SearchRequest.nearest(5));
      List<Neighbors> fromHeap = index.search(queries, SearchRequest.nearest(5));
      for (int i = 0; i < QUERIES; i++) {
        assertThat(fromDirect.get(i).ids()).isEqualTo(fromHeap.get(i).ids());
        assertThat(fromDirect.get(i).scores()).isEqualTo(fromHeap.get(i).scores());
      }
    }
  }

  @Test
  void answers_all_there_are_when_k_is_larger() {
    try (VectorIndexBuilder builder = trained(Metric.INNER_PRODUCT)) {
      builder.add(new long[] {9, 4, 11}, vectors.slice(0, 3 * DIMENSION));
      try (VectorIndex index = builder.build()) {
        Neighbors found =
            index
                .search(
                    queries.slice(0, DIMENSION), new SearchRequest(1_000_000_000, 1_000, none()))
                .getFirst();
        assertThat(found.ids()).containsExactlyInAnyOrder(4, 9, 11);
      }
    }
  }

  @Test
  void answers_nothing_when_it_is_empty() {
    try (VectorIndexBuilder builder = trained(Metric.INNER_PRODUCT);
        VectorIndex index = builder.build()) {
      assertThat(index.size()).isZero();
      assertNothing(index, SearchRequest.nearest(3));
    }
  }

  @Test
  void answers_no_queries_with_no_results() {
    try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      assertThat(index.search(FloatBuffer.allocate(0), SearchRequest.nearest(3))).isEmpty();
    }
  }

  @Test
  void answers_nothing_when_no_id_is_allowed() {
    IdFilter others = IdFilter.all(3 * SIZE + 5);
    for (long id : ids) {
      others.forbid((int) id);
    }
    for (Metric metric : Metric.values()) {
      try (VectorIndex index = filled(metric)) {
        for (IdFilter filter : List.of(IdFilter.none(0), IdFilter.all(5), others)) {
          assertNothing(index, new SearchRequest(1, 0, Optional.of(filter)));
          assertNothing(index, new SearchRequest(10, 0, Optional.of(filter)));
        }
      }
    }
  }

  private void assertNothing(VectorIndex index, SearchRequest request) {
    assertThat(index.search(queries, request))
        .hasSize(QUERIES)
        .allSatisfy(neighbors -> assertThat(neighbors.count()).isZero());
  }

  @Test
  void finds_all_of_the_few_that_a_narrow_filter_allows() {
    IdFilter filter = IdFilter.none(3 * SIZE + 5);
    long[] allowed = {ids[3], ids[SIZE / 2], ids[SIZE - 1]};
    for (long id : allowed) {
      filter.allow((int) id);
    }
    filter.allow(0);
    assertOnlyAllowed(filter, 10, allowed.length);
  }

  @Test
  void fills_k_when_a_filter_allows_one_in_a_hundred() {
    assertFilled(100, 10);
  }

  @Test
  void fills_k_when_a_filter_allows_every_other() {
    assertFilled(2, 100);
  }

  private void assertFilled(int every, int k) {
    IdFilter filter = IdFilter.none(3 * SIZE + 5);
    for (int i = 0; i < SIZE; i += every) {
      filter.allow((int) ids[i]);
    }
    assertOnlyAllowed(filter, k, k);
  }

  private void assertOnlyAllowed(IdFilter filter, int k, int expectedCount) {
    try (VectorIndex exact = exact(Metric.INNER_PRODUCT);
        VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      SearchRequest request = new SearchRequest(k, SIZE, Optional.of(filter));
      List<Neighbors> found = index.search(queries, request);
      for (Neighbors neighbors : found) {
        assertThat(neighbors.count()).isEqualTo(expectedCount);
        assertThat(Arrays.stream(neighbors.ids())).allMatch(filter::allows);
      }
      assertThat(Recall.of(found, exact.search(queries, request)))
          .isGreaterThanOrEqualTo(recallFloor());
    }
  }

  @Test
  void gives_vectors_back() {
    try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      for (int i : new int[] {0, 17, SIZE - 1}) {
        float[] vector = index.reconstruct(ids[i]);
        assertThat(vector).hasSize(DIMENSION);
        for (int c = 0; c < DIMENSION; c++) {
          assertThat(vector[c])
              .isCloseTo(vectors.get(i * DIMENSION + c), within(reconstructionError()));
        }
      }
      assertThatThrownBy(() -> index.reconstruct(6))
          .isInstanceOf(NotFound.class)
          .hasMessageContaining("6");
    }
  }

  @Test
  void reads_what_it_wrote() {
    for (Metric metric : Metric.values()) {
      Path file = directory.resolve("index");
      try (VectorIndex index = filled(metric)) {
        indexes().write(index, file);
        try (VectorIndex read = indexes().read(file)) {
          assertThat(read.spec()).isEqualTo(index.spec());
          assertThat(read.size()).isEqualTo(index.size());
          List<Neighbors> expected = index.search(queries, SearchRequest.nearest(10));
          List<Neighbors> found = read.search(queries, SearchRequest.nearest(10));
          for (int i = 0; i < QUERIES; i++) {
            assertThat(found.get(i).ids()).isEqualTo(expected.get(i).ids());
            assertThat(found.get(i).scores()).isEqualTo(expected.get(i).scores());
          }
          assertThat(read.reconstruct(ids[8])).isEqualTo(index.reconstruct(ids[8]));
        }
      }
    }
    assertThat(directory)
        .isDirectoryContaining("regex:.*index")
        .isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void refuses_a_file_with_any_byte_flipped() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += at < 200 ? 1 : whole.length / 50) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x20;
      Files.write(file, damaged);
      assertThatThrownBy(() -> indexes().read(file)).isInstanceOf(BackendFailure.class);
    }
  }

  @Test
  void refuses_a_file_cut_off_or_grown() throws IOException {
    Path file = written();
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 7, 19, 30, 80, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> indexes().read(file))
          .as("%d bytes", length)
          .isInstanceOf(BackendFailure.class);
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> indexes().read(file)).isInstanceOf(BackendFailure.class);
  }

  @Test
  void refuses_a_file_that_is_not_there() {
    assertThatThrownBy(() -> indexes().read(directory.resolve("absent")))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("absent");
  }

  private Path written() {
    Path file = directory.resolve("index");
    try (VectorIndex index = filled(Metric.INNER_PRODUCT)) {
      indexes().write(index, file);
    }
    return file;
  }

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
  void scores_as_its_exact_indexes_do() {
    for (Metric metric : Metric.values()) {
      IndexSpec flat = new IndexSpec(DIMENSION, metric, "Flat");
      try (VectorSlots slots = new VectorSlots(DIMENSION);
          VectorIndexBuilder builder = indexes().builder(flat)) {
        int[] chosen = new int[SIZE];
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < SIZE; i++) {
          chosen[i] = 11 * (SIZE - i);
          vectors.get(i * DIMENSION, vector);
          slots.put(chosen[i], vector);
        }
        builder.add(LongStream.range(0, SIZE).toArray(), vectors);
        float[] scores = new float[SIZE];
        queries.get(0, vector);
        indexes().scorer(metric).score(vector, slots, chosen, SIZE, scores);
        try (VectorIndex index = builder.build()) {
          SearchRequest everything = SearchRequest.nearest(SIZE);
          Neighbors found = index.search(FloatBuffer.wrap(vector), everything).getFirst();
          for (int i = 0; i < SIZE; i++) {
            assertThat(scores[(int) found.ids()[i]]).isEqualTo(found.scores()[i]);
          }
        }
      }
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

  private static void assertRefused(Runnable action, String naming) {
    assertThatThrownBy(action::run).isInstanceOf(InvalidInput.class).hasMessageContaining(naming);
  }

  private static Optional<IdFilter> none() {
    return Optional.empty();
  }

  private IndexSpec spec(Metric metric) {
    return new IndexSpec(DIMENSION, metric, description());
  }

  private VectorIndexBuilder trained(Metric metric) {
    VectorIndexBuilder builder = indexes().builder(spec(metric));
    builder.train(vectors);
    return builder;
  }

  private VectorIndex filled(Metric metric) {
    try (VectorIndexBuilder builder = trained(metric)) {
      builder.add(ids, vectors);
      return builder.build();
    }
  }

  private VectorIndex exact(Metric metric) {
    try (VectorIndexBuilder builder =
        new ExactIndexes().builder(new IndexSpec(DIMENSION, metric, ExactIndexes.DESCRIPTION))) {
      builder.add(ids, vectors);
      return builder.build();
    }
  }
}
