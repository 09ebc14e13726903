package io.salver.vector.living;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.vector.ClusteredVectors;
import io.salver.vector.IdFilter;
import io.salver.vector.Metric;
import io.salver.vector.Neighbors;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndexes;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a living index keeps to, for one library and kind. */
public abstract class LivingIndexContract {

  @TempDir Path directory = Path.of("");

  private static final int DIMENSION = LivingIndexes.DIMENSION;

  /** The library under test. */
  protected abstract VectorIndexes indexes();

  /** The kind under test. */
  protected abstract String kind();

  /** Whether the kind finds what there is. */
  protected abstract boolean isExact();

  /** Called when a test has closed all that it opened. */
  protected void assertNothingOpen() {}

  @Property(tries = 60)
  void any_sequence_of_writes_merges_and_searches_agrees_with_a_map(
      @ForAll Metric metric,
      @ForAll @IntRange(min = 1, max = 400) int rows,
      @ForAll @IntRange(min = 1, max = 60) int steps,
      @ForAll long seed) {
    try (Scenario scenario = new Scenario(metric, rows, seed)) {
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
      Rounds rounds = new Rounds(index);
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

  /**
   * Rounds of writes. In each, the vectors of all rows point in a direction of their own, as long
   * as the number of the round; before a row is written, and after it is removed, the writer says
   * so.
   */
  private static final class Rounds {

    private static final int ROWS = 200;
    private static final int ROUNDS = 30;

    private final LivingIndex index;
    private final AtomicIntegerArray completed = new AtomicIntegerArray(ROWS);
    private final AtomicIntegerArray begun = new AtomicIntegerArray(ROWS);
    private final AtomicInteger searches = new AtomicInteger();
    private volatile boolean done;
    private volatile boolean failed;

    Rounds(LivingIndex index) {
      this.index = index;
    }

    /** Even rounds put every row, odd ones remove every third. */
    void write() {
      for (int round = 1; round <= ROUNDS || !enoughHappened(); round++) {
        for (int row = 0; row < ROWS; row++) {
          if (round % 2 == 1) {
            put(row, round);
          } else if (row % 3 == 0) {
            remove(row, round);
          }
        }
      }
      done = true;
    }

    private boolean enoughHappened() {
      return failed || (searches.get() >= 30 && index.status().merges() >= 3);
    }

    private void put(int row, int round) {
      begun.set(row, round);
      float[] vector = new float[DIMENSION];
      vector[row % DIMENSION] = round;
      index.put(new int[] {row}, FloatBuffer.wrap(vector));
      completed.set(row, round);
    }

    private void remove(int row, int round) {
      begun.set(row, round);
      index.remove(new int[] {row});
      completed.set(row, round);
    }

    void searchUntilDone() {
      try {
        while (!done) {
          search();
          searches.incrementAndGet();
        }
      } catch (RuntimeException | AssertionError e) {
        failed = true;
        throw e;
      }
    }

    private void search() {
      float[] query = new float[DIMENSION];
      Arrays.fill(query, 1);
      int[] before = new int[ROWS];
      Arrays.setAll(before, completed::get);
      Neighbors found = index.search(FloatBuffer.wrap(query), SearchRequest.nearest(ROWS));
      int[] after = new int[ROWS];
      Arrays.setAll(after, begun::get);
      check(found, before, after);
    }

    private static void check(Neighbors found, int[] before, int[] after) {
      assertThat(found.ids()).doesNotHaveDuplicates();
      boolean[] answered = new boolean[ROWS];
      for (int i = 0; i < found.count(); i++) {
        int row = Math.toIntExact(found.ids()[i]);
        answered[row] = true;
        int round = Math.round(found.scores()[i]);
        if (round < before[row] || round > after[row]) {
          throw new AssertionError(
              "row %d is of round %d, expected %d to %d"
                  .formatted(row, round, before[row], after[row]));
        }
      }
      for (int row = 0; row < ROWS; row++) {
        boolean wasThere = before[row] % 2 == 1 && before[row] == after[row];
        if (wasThere && !answered[row]) {
          throw new AssertionError("row " + row + " is missing");
        }
      }
    }
  }

  @Test
  void what_a_snapshot_held_comes_back() {
    for (Metric metric : Metric.values()) {
      SnapshotScenario scenario = new SnapshotScenario(metric);
      scenario.run();
    }
    assertNothingOpen();
  }

  /** Writes snapshots amid writes and merges, and reads them. */
  private final class SnapshotScenario {

    private final Metric metric;
    private final Oracle oracle;
    private final ClusteredVectors source = new ClusteredVectors(3, DIMENSION, 7, 0.7);
    private final ManualExecutor background = new ManualExecutor();

    SnapshotScenario(Metric metric) {
      this.metric = metric;
      this.oracle = new Oracle(metric);
    }

    void run() {
      LivingIndexSettings settings = LivingIndexes.settings(metric, kind());
      try (LivingIndex index = LivingIndexes.open(indexes(), settings, background)) {
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
          check(settings, round);
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

    private void check(LivingIndexSettings settings, int round) {
      RestoredIndex restored = LivingIndexes.read(directory, indexes(), settings, background);
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

  /** An index and a map that get the same writes. */
  private final class Scenario implements AutoCloseable {

    private final SplittableRandom random;
    private final ClusteredVectors source;
    private final int rows;
    private final ManualExecutor background = new ManualExecutor();
    private final MeddlingLibrary library = new MeddlingLibrary(indexes());
    private final Oracle oracle;
    private final LivingIndex index;

    Scenario(Metric metric, int rows, long seed) {
      this.random = new SplittableRandom(seed);
      this.source = new ClusteredVectors(seed, DIMENSION, 7, 0.7);
      this.rows = rows;
      this.oracle = new Oracle(metric);
      this.index = LivingIndexes.open(library, LivingIndexes.settings(metric, kind()), background);
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
      if (isExact()) {
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
}
