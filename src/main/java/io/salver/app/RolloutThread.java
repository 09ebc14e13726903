package io.salver.app;

import io.salver.fault.BackendFailure;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutJudging;
import io.salver.telemetry.RolloutMetrics;
import io.salver.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The thread of rollouts, {@code salver-rollouts}: follows what the store says of them, and judges.
 * While the store fails, what was known last goes on. Thread-safe.
 */
final class RolloutThread implements AutoCloseable {

  private static final Logger LOG = System.getLogger(RolloutThread.class.getName());
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

  private final ScheduledExecutorService scheduled =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("salver-rollouts").factory());

  private final RolloutMetrics metrics;
  private final Ticker ticker;
  private final InstantSource clock;

  /** Used by {@link #scheduled} only. */
  private long failedAt;

  private boolean fails;

  RolloutThread(RolloutMetrics metrics, Ticker ticker, InstantSource clock) {
    this.metrics = metrics;
    this.ticker = ticker;
    this.clock = clock;
  }

  /**
   * Begins to follow and to judge. Returns when the rollouts were read once, so that the first
   * request meets its arm already, or after some seconds without.
   */
  void start(RolloutDirectory directory, RolloutJudging judging, RolloutsConfig config) {
    Runnable refresh =
        () -> {
          directory.refresh();
          metrics.show(directory.all(), clock.instant());
        };
    var first = scheduled.submit(() -> attempt(refresh));
    try {
      first.get(FIRST_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "rollouts are not known yet; requests meet the latest versions");
    }
    every(config.refresh(), refresh);
    every(config.judge(), judging::look);
  }

  @Override
  public void close() {
    scheduled.shutdownNow();
  }

  private void every(Duration period, Runnable task) {
    var unused =
        scheduled.scheduleWithFixedDelay(
            () -> attempt(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** While the store fails it is asked now and then only, and told of once. */
  private void attempt(Runnable task) {
    if (fails && ticker.nanos() - failedAt < AFTER_FAILURE.toNanos()) {
      return;
    }
    try {
      task.run();
      if (fails) {
        LOG.log(Level.INFO, "rollouts follow the store again");
      }
      fails = false;
    } catch (BackendFailure e) {
      if (!fails) {
        LOG.log(Level.WARNING, "rollouts go on as last known: " + e.explanation(), e);
      }
      fails = true;
      failedAt = ticker.nanos();
      metrics.storeFailed();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "rollouts go on as last known", e);
      metrics.storeFailed();
    }
  }
}
