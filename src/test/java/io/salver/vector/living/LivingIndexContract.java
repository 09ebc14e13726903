package io.salver.vector.living;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.time.Ticker;
import io.salver.vector.ClusteredVectors;
import io.salver.vector.IdFilter;
import io.salver.vector.Metric;
import io.salver.vector.SearchRequest;
import io.salver.vector.VectorIndexes;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What a living index keeps to, for one library and kind. */
public abstract class LivingIndexContract {

  private static final int DIMENSION = 6;

  /** The library under test. */
  protected abstract VectorIndexes indexes();

  /** The kind under test. */
  protected abstract String kind();

  /** Whether the kind finds what there is. */
  protected abstract boolean isExact();

  /** Called when a test has closed all that it opened. */
  protected void assertNothingOpen() {}

  @Property(tries = 150)
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
      LivingIndexSettings settings =
          LivingIndexSettings.of(DIMENSION, metric)
              .withKind(kind())
              .withMerging(new LivingIndexSettings.Merging(8, 64, 0.1, Duration.ZERO));
      this.index =
          new LivingIndex(
              library,
              settings,
              background,
              LivingIndexObserver.NONE,
              Ticker.SYSTEM,
              InstantSource.system());
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
