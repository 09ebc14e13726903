package io.salver.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What searches of every vector index keep to. */
abstract class VectorSearchContract extends VectorIndexFixture {

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
}
