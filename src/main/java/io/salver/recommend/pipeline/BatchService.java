package io.salver.recommend.pipeline;

import io.salver.fault.Overloaded;
import io.salver.recommend.BatchProgress;
import io.salver.recommend.BatchRecommendations;
import io.salver.recommend.BatchSink;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs batches on threads of their own, {@code threads} for all of them together, so that single
 * requests find their threads and their queue as if there were none; before the models they stand
 * behind single requests. Thread-safe.
 *
 * <p>{@link #close()} stops every batch and waits for what is under way.
 */
public final class BatchService implements BatchRecommendations, AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);

  private final Answers answers;
  private final Backoff backoff;
  private final ExecutorService workers;
  private final int threads;
  private final int most;
  private final Semaphore places;
  private final Set<BatchRun> running = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();
  private volatile boolean closed;

  /** Makes one answer on the calling thread, as work of a batch. */
  @FunctionalInterface
  public interface Answers {
    Recommendation answer(RecommendationRequest request, Deadline deadline);
  }

  /**
   * A service.
   *
   * @param backoff how long a request that is refused for lack of capacity waits
   * @param threads requests that are answered at the same time
   * @param most batches that run at the same time
   */
  public BatchService(Answers answers, Backoff backoff, int threads, int most) {
    this.answers = answers;
    this.backoff = backoff;
    this.threads = threads;
    this.most = most;
    this.places = new Semaphore(most);
    AtomicInteger worker = new AtomicInteger();
    this.workers =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "batch-" + worker.incrementAndGet()));
  }

  @Override
  public CompletionStage<BatchProgress> recommendAll(
      Iterator<? extends Supplier<RecommendationRequest>> requests,
      BatchSink sink,
      StopSignal stop) {
    if (closed) {
      return CompletableFuture.failedFuture(stopping());
    }
    if (!places.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new Overloaded(
              Overloaded.Reason.LIMIT,
              RETRY_AFTER,
              "as many batches run as may at the same time, " + most));
    }
    BatchRun run =
        new BatchRun(requests, sink, stop, new BatchWork(answers, backoff, workers, 2 * threads));
    running.add(run);
    CompletionStage<BatchProgress> end =
        run.start(number.incrementAndGet())
            .whenComplete(
                (progress, failure) -> {
                  running.remove(run);
                  places.release();
                });
    if (closed) {
      run.stop(stopping());
    }
    return end;
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(run -> run.stop(stopping()));
    workers.shutdown();
    try {
      if (!workers.awaitTermination(DRAIN_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static Overloaded stopping() {
    return new Overloaded(Overloaded.Reason.SHUTTING_DOWN, RETRY_AFTER, "the service is stopping");
  }
}
