package io.salver.vector.living;

import io.salver.vector.Metric;
import io.salver.vector.VectorIndexes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a living index keeps to, for one library and kind. */
public abstract class LivingIndexContract {

  @TempDir Path directory = Path.of("");

  /** The library under test. */
  protected abstract VectorIndexes indexes();

  /** The kind under test. */
  protected abstract String kind();

  /** Whether the kind finds what there is. */
  protected abstract boolean isExact();

  /** Called when a test has closed all that it opened. */
  protected void assertNothingOpen() {}

  @Property(tries = 60, seed = "1")
  void any_sequence_of_writes_merges_and_searches_agrees_with_a_map(
      @ForAll Metric metric,
      @ForAll @IntRange(min = 1, max = 400) int rows,
      @ForAll @IntRange(min = 1, max = 60) int steps,
      @ForAll long seed) {
    try (WriteScenario scenario =
        new WriteScenario(indexes(), kind(), isExact(), metric, rows, seed)) {
      for (int step = 0; step < steps; step++) {
        scenario.step();
      }
      scenario.search();
    }
    assertNothingOpen();
  }

  @Test
  void searches_writes_and_merges_go_on_side_by_side() throws Exception {
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (ExecutorService searchers = Executors.newFixedThreadPool(3);
        LivingIndex index =
            LivingIndexes.open(
                indexes(), LivingIndexes.settings(Metric.INNER_PRODUCT, kind()), background)) {
      SideBySideRounds rounds = new SideBySideRounds(index);
      List<Future<?>> searching = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        searching.add(searchers.submit(rounds::searchUntilDone));
      }
      rounds.write();
      for (Future<?> searcher : searching) {
        searcher.get();
      }
    } finally {
      background.close();
    }
    assertNothingOpen();
  }

  @Test
  void what_a_snapshot_held_comes_back() {
    for (Metric metric : Metric.values()) {
      new SnapshotScenario(indexes(), kind(), metric, directory).run();
    }
    assertNothingOpen();
  }
}
