package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.recommend.live.LiveCatalogue;
import io.salver.time.Ticker;
import io.salver.vector.Metric;
import io.salver.vector.VectorIndexes;
import io.salver.vector.living.LivingIndex;
import io.salver.vector.living.LivingIndexObserver;
import io.salver.vector.living.LivingIndexSettings;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Opens the indexes of bundles, and has one thread merge them one after the other. Thread-safe;
 * closed after the indexes.
 */
public final class BundleIndexes implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(BundleIndexes.class.getName());

  private final VectorIndexes library;
  private final long memoryBudget;
  private final Ticker ticker;
  private final InstantSource clock;
  private final ExecutorService merging =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("index-merge").factory());

  /**
   * Opens indexes of {@code library}.
   *
   * @param memoryBudget bytes that one index may take before it is compressed
   */
  public BundleIndexes(
      VectorIndexes library, long memoryBudget, InstantSource clock, Ticker ticker) {
    this.library = library;
    this.memoryBudget = memoryBudget;
    this.clock = clock;
    this.ticker = ticker;
  }

  /**
   * An index, which the receiver closes.
   *
   * @param position the last change that is in; 0 for an empty index
   */
  record Opened(LivingIndex index, long position) {}

  /** The index that was saved, or an empty one where there is none or it is damaged. */
  Opened open(int dimension, String kind, Optional<LiveCatalogue.Saved> saved) {
    LivingIndexSettings settings =
        LivingIndexSettings.of(dimension, Metric.INNER_PRODUCT)
            .withKind(kind)
            .withMemoryBudget(memoryBudget);
    if (saved.isPresent()) {
      try {
        return new Opened(read(settings, saved.get().directory()), saved.get().position());
      } catch (BackendFailure unusable) {
        LOG.log(Level.WARNING, () -> "a saved index is not used: " + unusable.explanation());
      }
    }
    return new Opened(empty(settings), 0);
  }

  /** Merges what was written to {@code index}, and waits for it. */
  void settle(LivingIndex index) {
    index.merge();
    try {
      merging.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // an empty task does not fail
    }
  }

  @Override
  public void close() {
    merging.shutdown();
  }

  private LivingIndex read(LivingIndexSettings settings, Path directory) {
    return LivingIndex.read(
            directory, library, settings, merging, LivingIndexObserver.NONE, ticker, clock)
        .index();
  }

  private LivingIndex empty(LivingIndexSettings settings) {
    return new LivingIndex(library, settings, merging, LivingIndexObserver.NONE, ticker, clock);
  }
}
