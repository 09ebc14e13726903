package io.salver.app;

import io.salver.fault.BackendFailure;
import io.salver.repository.rollouts.RolloutFolder;
import io.salver.rollout.DeclaredRollouts;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutJudging;
import io.salver.telemetry.RolloutMetrics;
import io.salver.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads of rollouts. One, {@code salver-rollouts}, follows what the store and files say of
 * them, and judges; while the store fails, what was known last goes on. Two ask the store for
 * requests, of which so many may wait. Thread-safe.
 */
final class RolloutThread {

  private static final Logger LOG = System.getLogger(RolloutThread.class.getName());
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(5);
  private static final Duration LAST_LIMIT = Duration.ofSeconds(2);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
  private static final int REQUEST_THREADS = 2;
  private static final int REQUESTS_WAITING = 64;

  private final ScheduledExecutorService scheduled =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("salver-rollouts").factory());
  private final ThreadPoolExecutor requests =
      new ThreadPoolExecutor(
          REQUEST_THREADS,
          REQUEST_THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(REQUESTS_WAITING),
          Thread.ofPlatform().daemon().name("salver-rollout-requests-", 1).factory());

  private final RolloutMetrics metrics;
  private final Ticker ticker;
  private final InstantSource clock;

  /** Used by {@link #scheduled} only. */
  private Map<String, String> problems = Map.of();

  private long failedAt;
  private boolean fails;

  RolloutThread(RolloutMetrics metrics, Ticker ticker, InstantSource clock) {
    this.metrics = metrics;
    this.ticker = ticker;
    this.clock = clock;
  }

  /** Where requests ask the store. */
  Executor requests() {
    return requests;
  }

  /**
   * Begins to follow and to judge. Returns when the rollouts were read once, so that the first
   * request meets its arm already, or after some seconds without.
   */
  void start(
      RolloutDirectory directory,
      RolloutJudging judging,
      RolloutFolder folder,
      DeclaredRollouts declared,
      RolloutsConfig config) {
    Runnable refresh =
        () -> {
          directory.refresh();
          metrics.show(directory.all(), clock.instant());
        };
    Runnable follow = () -> follow(folder, declared);
    var first =
        scheduled.submit(
            () -> {
              attempt(refresh);
              attempt(follow);
            });
    try {
      first.get(FIRST_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "rollouts are not known yet; requests meet the latest versions");
    }
    every(config.refresh(), refresh);
    every(config.judge(), judging::look);
    every(config.poll(), follow);
  }

  /** Does {@code last}, within some seconds, and ends. */
  void stop(Runnable last) {
    try {
      scheduled.submit(() -> attempt(last)).get(LAST_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "what was seen of rollouts last was not told at the stop");
    }
    scheduled.shutdownNow();
    requests.shutdownNow();
  }

  private void follow(RolloutFolder folder, DeclaredRollouts declared) {
    folder.read().ifPresent(declared::follow);
    Map<String, String> now = declared.problems();
    now.forEach(
        (file, problem) -> {
          if (!problem.equals(problems.get(file))) {
            LOG.log(Level.WARNING, () -> "the rollout in " + file + " stays as it was: " + problem);
          }
        });
    problems = now;
    metrics.showProblems(now.size());
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
