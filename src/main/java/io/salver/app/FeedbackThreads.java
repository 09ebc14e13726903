package io.salver.app;

import io.salver.fault.BackendFailure;
import io.salver.monitor.outcome.ListExchange;
import io.salver.monitor.outcome.ListStore;
import io.salver.monitor.outcome.PredictionMemory;
import io.salver.monitor.outcome.PredictionStore;
import io.salver.monitor.outcome.QualityMonitor;
import io.salver.monitor.outcome.QualityMonitors;
import io.salver.recommend.feedback.FeedbackTracker;
import io.salver.telemetry.QualityMetrics;
import io.salver.time.Ticker;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The threads of late labels and of events of lists: one remembers predictions and follows both,
 * {@code salver-predictions}, and two ask the store for requests, {@code salver-feedback}, of which
 * so many may wait. Thread-safe.
 */
final class FeedbackThreads {

  private static final Logger LOG = System.getLogger(FeedbackThreads.class.getName());
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration SHOW_EVERY = Duration.ofSeconds(5);
  private static final Duration ADOPT_EVERY = Duration.ofSeconds(2);
  private static final Duration RETENTION_EVERY = Duration.ofMinutes(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
  private static final int REQUEST_THREADS = 2;
  private static final int REQUESTS_WAITING = 64;
  private static final int STOP_SECONDS = 5;

  private final ThreadPoolExecutor requests =
      new ThreadPoolExecutor(
          REQUEST_THREADS,
          REQUEST_THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(REQUESTS_WAITING),
          Thread.ofPlatform().daemon().name("salver-feedback-", 1).factory());
  private final ScheduledExecutorService scheduled =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("salver-predictions").factory());

  private final Ticker ticker;
  private final InstantSource clock;

  /** Used by {@link #scheduled} only. */
  private long failedAt;

  private boolean fails;

  /** What is done at the end. */
  private volatile Runnable leaving = () -> {};

  FeedbackThreads(Ticker ticker, InstantSource clock) {
    this.ticker = ticker;
    this.clock = clock;
  }

  /** Where requests ask the store. */
  Executor requests() {
    return requests;
  }

  void after(Duration time, Runnable task) {
    var unused = scheduled.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Begins to remember, to follow and to forget. */
  void start(
      PredictionMemory memory,
      QualityMonitors monitors,
      QualityMetrics metrics,
      PredictionStore store,
      FeedbackConfig config) {
    every(
        EVERY,
        () -> {
          memory.flush();
          monitors.follow();
        });
    every(
        SHOW_EVERY,
        () -> metrics.show(monitors.all().stream().map(QualityMonitor::report).toList()));
    every(
        RETENTION_EVERY,
        () -> {
          long gone = store.retain(clock.instant().minus(config.retention()), config.most());
          if (gone > 0) {
            LOG.log(Level.INFO, () -> "forgot " + gone + " predictions that were too many or old");
          }
        });
  }

  /** Begins to tell what became of lists. */
  void startLists(
      FeedbackTracker lists, ListExchange exchange, ListStore store, Duration retention) {
    every(EVERY, lists::settle);
    every(SHOW_EVERY, exchange::exchange);
    every(
        RETENTION_EVERY,
        () -> {
          long gone = store.retain(clock.instant().minus(retention));
          if (gone > 0) {
            LOG.log(Level.DEBUG, () -> "forgot " + gone + " panes of lists that were old");
          }
        });
  }

  /**
   * Begins to go on with what other processes have left; when this one ends, leaves what is open
   * and tells what became of lists.
   */
  void startHandingOver(HandingOver handingOver, FeedbackTracker lists, ListExchange exchange) {
    every(ADOPT_EVERY, handingOver::adopt);
    every(RETENTION_EVERY, handingOver::retain);
    leaving =
        () -> {
          lists.settle();
          handingOver.leave();
          exchange.exchange();
        };
  }

  /** Remembers what waits and leaves what is open, each within some seconds, and ends. */
  void stop(PredictionMemory memory) {
    last(memory::flush, () -> memory.waiting() + " predictions were not remembered at the stop");
    last(leaving, () -> "what is known of answers was not told and handed over in time");
    scheduled.shutdownNow();
    requests.shutdown();
  }

  private void last(Runnable task, Supplier<String> otherwise) {
    try {
      scheduled.submit(task).get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, otherwise.get(), e);
    }
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
      fails = false;
    } catch (BackendFailure e) {
      if (!fails) {
        LOG.log(Level.WARNING, "predictions and labels wait: " + e.explanation(), e);
      }
      fails = true;
      failedAt = ticker.nanos();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "predictions and labels wait", e);
    }
  }
}
