package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.recommend.RecommenderDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Reloads recommenders on a thread of its own, one at a time. Who asks for one that already waits
 * shares its outcome, so no more wait than there are recommenders. Thread-safe.
 *
 * <p>{@link #close} refuses new ones and does not wait: whoever owns the recommenders does.
 */
final class Reloads implements AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Function<String, RecommenderDescription> work;
  private final Map<String, CompletableFuture<RecommenderDescription>> waiting = new HashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("recommender-reload").factory());

  /**
   * None yet.
   *
   * @param work reloads the recommender of a name, blocking
   */
  Reloads(Function<String, RecommenderDescription> work) {
    this.work = work;
  }

  /** Reloads that recommender, which there is, from its files as they are from now on. */
  CompletionStage<RecommenderDescription> start(String name) {
    synchronized (waiting) {
      CompletableFuture<RecommenderDescription> same = waiting.get(name);
      if (same != null) {
        return same.minimalCompletionStage();
      }
      CompletableFuture<RecommenderDescription> outcome = new CompletableFuture<>();
      try {
        thread.execute(() -> run(name, outcome));
      } catch (RejectedExecutionException e) {
        return CompletableFuture.failedFuture(
            new Overloaded(
                Overloaded.Reason.SHUTTING_DOWN, RETRY_AFTER, "the service is stopping"));
      }
      waiting.put(name, outcome);
      return outcome.minimalCompletionStage();
    }
  }

  @Override
  public void close() {
    thread.shutdown();
  }

  @SuppressWarnings("CatchingUnchecked") // the caller must hear of whatever went wrong
  private void run(String name, CompletableFuture<RecommenderDescription> outcome) {
    synchronized (waiting) {
      waiting.remove(name);
    }
    try {
      outcome.complete(work.apply(name));
    } catch (Fault fault) {
      outcome.completeExceptionally(fault);
    } catch (RuntimeException e) {
      outcome.completeExceptionally(new BackendFailure("the reload failed", e));
    }
  }
}
