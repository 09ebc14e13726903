package io.salver.vector.living;

import io.salver.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides when a merge is due and runs it in the background, one at a time. A merge that fails
 * leaves everything as it was, and the next waits for longer with every failure. Thread-safe.
 */
final class Merger {

  private static final int MOST_DOUBLINGS = 6;

  private final Generations generations;
  private final MainBuilder builder;
  private final LivingIndexSettings.Merging settings;
  private final Executor background;
  private final LivingIndexObserver observer;
  private final Ticker ticker;
  private final AtomicBoolean running = new AtomicBoolean();

  /** What merges have come to. Replaced by the one that runs. */
  private volatile History history = new History(0, Optional.empty(), 0, 0);

  /**
   * The history of merges.
   *
   * @param notBefore when the ticker allows the next, after a failure
   */
  record History(long merges, Optional<Duration> lastTook, int failures, long notBefore) {}

  Merger(Generations generations, MainBuilder builder, Surroundings surroundings) {
    this.generations = generations;
    this.builder = builder;
    this.settings = surroundings.settings().merging();
    this.background = surroundings.background();
    this.observer = surroundings.observer();
    this.ticker = surroundings.ticker();
  }

  History history() {
    return history;
  }

  boolean isRunning() {
    return running.get();
  }

  /** Starts a merge when one is due and none runs. */
  void startIfDue() {
    if (isDue()) {
      start();
    }
  }

  private boolean isDue() {
    History seen = history;
    boolean paused = seen.failures > 0 && ticker.nanos() - seen.notBefore < 0;
    return !paused
        && !generations.isClosed()
        && generations.changes() >= settings.threshold(generations.size());
  }

  /** Starts a merge, whether one is due or not, unless one runs. */
  void start() {
    if (running.compareAndSet(false, true)) {
      try {
        background.execute(this::run);
      } catch (RejectedExecutionException shutDown) {
        running.set(false);
      }
    }
  }

  private void run() {
    long start = ticker.nanos();
    try {
      merge(start);
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(e);
    } finally {
      running.set(false);
    }
    startIfDue();
  }

  private void merge(long start) {
    Generations.Cut cut = generations.cut();
    try {
      MainBuilder.Built built = builder.build(cut);
      MainIndex main = built.main();
      boolean placed = false;
      try {
        placed = generations.replace(cut, main, built.indexed());
      } finally {
        if (!placed) {
          main.index().close();
        }
      }
      if (placed) {
        Duration took = Duration.ofNanos(ticker.nanos() - start);
        history = new History(history.merges + 1, Optional.of(took), 0, 0);
        observer.merged(
            new LivingIndexObserver.Merged(
                main.kind(), main.size(), cut.moment(), built.trained(), took));
      }
    } finally {
      cut.generation().leave();
    }
  }

  private void fail(Throwable reason) {
    if (generations.isClosed()) {
      return;
    }
    History before = history;
    Duration pause =
        settings.retryAfter().multipliedBy(1L << Math.min(before.failures, MOST_DOUBLINGS));
    history =
        new History(
            before.merges, before.lastTook, before.failures + 1, ticker.nanos() + pause.toNanos());
    observer.mergeFailed(reason, pause);
  }
}
