package io.salver.vector.living;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.vector.ExactIndexes;
import io.salver.vector.Metric;
import io.salver.vector.SearchRequest;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a living index merges, and what becomes of merges that fail or come too late. */
final class MergingTest {

  private static final int DIMENSION = LivingIndexes.DIMENSION;

  private final ManualExecutor background = new ManualExecutor();
  private final MeddlingLibrary library = new MeddlingLibrary(new ExactIndexes());
  private final List<String> heard = new ArrayList<>();
  private long now = -5;

  @Test
  void a_merge_is_due_when_enough_was_written() {
    try (LivingIndex index = open()) {
      put(index, 0, 7);
      assertThat(background.waiting()).isZero();
      put(index, 7, 8);
      assertThat(background.waiting()).isEqualTo(1);
      put(index, 8, 50);
      assertThat(background.waiting()).isEqualTo(1);
      background.runAll();
      assertThat(heard).containsExactly("merged 50 of Flat");
      assertThat(index.status().deltaEntries()).isZero();
      assertThat(index.status().builtAt()).isEqualTo(Instant.EPOCH);
    }
  }

  @Test
  void a_vector_that_a_row_has_already_is_no_write() {
    try (LivingIndex index = open()) {
      put(index, 0, 50);
      background.runAll();
      put(index, 0, 50);
      assertThat(index.status().deltaEntries()).isZero();
      assertThat(index.status().deadVectors()).isZero();
      index.remove(new int[] {3});
      put(index, 0, 5);
      assertThat(index.status().deltaEntries()).isEqualTo(2);
      assertThat(found(index)).isEqualTo(50);
    }
  }

  @Test
  void removals_count_as_writes() {
    try (LivingIndex index = open()) {
      put(index, 0, 50);
      background.runAll();
      index.remove(IntStream.range(0, 20).toArray());
      assertThat(index.status().deadVectors()).isEqualTo(20);
      background.runAll();
      assertThat(index.status().deadVectors()).isZero();
      assertThat(index.status().mainVectors()).isEqualTo(30);
    }
  }

  @Test
  void what_is_written_during_a_merge_stays_for_the_next() {
    try (LivingIndex index = open()) {
      library.meddle(() -> put(index, 100, 103));
      put(index, 0, 50);
      background.runAll();
      assertThat(index.status().deltaEntries()).isEqualTo(3);
      assertThat(index.status().mainVectors()).isEqualTo(50);
      assertThat(index.size()).isEqualTo(53);
    }
  }

  @Test
  void a_merge_that_fails_changes_nothing_and_is_tried_again_ever_later() {
    try (LivingIndex index = open()) {
      for (int failures = 1; failures <= 3; failures++) {
        library.meddle(MergingTest::fail);
        put(index, 0, 50);
        background.runAll();
        assertThat(index.status().failedMerges()).isEqualTo(failures);
        assertThat(found(index)).isEqualTo(50);
        put(index, 0, 50);
        assertThat(background.waiting()).isZero();
        now += Duration.ofSeconds(1L << (failures - 1)).toNanos();
      }
      put(index, 0, 50);
      background.runAll();
      assertThat(index.status().failedMerges()).isZero();
      assertThat(heard)
          .containsExactly(
              "failed: no memory, PT1S",
              "failed: no memory, PT2S",
              "failed: no memory, PT4S",
              "merged 50 of Flat");
    }
  }

  private static void fail() {
    throw new IllegalStateException("no memory");
  }

  @Test
  void a_merge_that_ends_after_close_is_dropped() {
    LivingIndex index = open();
    library.meddle(index::close);
    put(index, 0, 50);
    background.runAll();
    assertThat(heard).isEmpty();
    assertThatThrownBy(() -> found(index)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> put(index, 0, 1)).isInstanceOf(IllegalStateException.class);
    index.close();
  }

  @Test
  void an_index_without_anybody_to_merge_still_answers() {
    try (LivingIndex index =
        LivingIndexes.open(
            library,
            LivingIndexes.settings(Metric.INNER_PRODUCT, "Flat"),
            task -> {
              throw new RejectedExecutionException("shut down");
            })) {
      put(index, 0, 50);
      assertThat(found(index)).isEqualTo(50);
      assertThat(index.status().merging()).isFalse();
    }
  }

  @Test
  void a_snapshot_outlives_its_index() {
    LivingIndexSnapshot snapshot;
    try (LivingIndex index = open()) {
      put(index, 0, 50);
      snapshot = index.snapshot("last");
    }
    snapshot.close();
    snapshot.close();
    background.runAll();
    assertThatThrownBy(() -> snapshot.write(Path.of("nowhere")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refuses_what_makes_no_sense_and_changes_nothing() {
    try (LivingIndex index = open()) {
      assertRefused(() -> index.put(new int[] {1, 2}, FloatBuffer.allocate(DIMENSION)), "2 rows");
      assertRefused(() -> index.put(new int[] {-1}, FloatBuffer.allocate(DIMENSION)), "-1");
      assertRefused(() -> index.put(new int[] {1}, FloatBuffer.allocate(DIMENSION + 1)), "7");
      FloatBuffer infinite = FloatBuffer.allocate(DIMENSION).put(2, Float.NaN);
      assertRefused(() -> index.put(new int[] {1}, infinite), "component 2");
      assertRefused(() -> index.remove(new int[] {1, -4}), "-4");
      FloatBuffer two = FloatBuffer.allocate(2 * DIMENSION);
      assertRefused(() -> index.search(two, SearchRequest.nearest(1)), "one query");
      assertThat(index.size()).isZero();
    }
  }

  private static void assertRefused(Runnable action, String naming) {
    assertThatThrownBy(action::run).isInstanceOf(InvalidInput.class).hasMessageContaining(naming);
  }

  private LivingIndex open() {
    return new LivingIndex(
        library,
        LivingIndexes.settings(Metric.INNER_PRODUCT, "Flat"),
        background,
        new Listener(),
        () -> now,
        InstantSource.fixed(Instant.EPOCH));
  }

  private static void put(LivingIndex index, int from, int to) {
    index.put(IntStream.range(from, to).toArray(), FloatBuffer.allocate((to - from) * DIMENSION));
  }

  private static int found(LivingIndex index) {
    return index.search(FloatBuffer.allocate(DIMENSION), SearchRequest.nearest(1000)).count();
  }

  /** Writes down what it hears. */
  private final class Listener implements LivingIndexObserver {

    @Override
    public void merged(Merged merged) {
      heard.add("merged " + merged.changes() + " of " + merged.kind());
    }

    @Override
    public void mergeFailed(Throwable reason, Duration pause) {
      heard.add("failed: " + reason.getMessage() + ", " + pause);
    }
  }
}
