package io.salver.serving;

import io.salver.fault.Overloaded;
import io.salver.model.ModelId;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The bounded queue before one version and the platform threads that run it, one per instance,
 * named after it. The queue itself enforces its bound. Thread-safe.
 */
final class ModelQueue implements AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ModelId id;
  private final int limit;
  private final ThreadPoolExecutor threads;

  ModelQueue(ModelId id, int instances, int limit) {
    this.id = id;
    this.limit = limit;
    this.threads =
        new ThreadPoolExecutor(
            instances,
            instances,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(limit),
            Thread.ofPlatform().daemon().name("salver-" + id + "-", 0).factory());
    threads.prestartAllCoreThreads();
  }

  /**
   * Has {@code task} run on one of the threads.
   *
   * @throws Overloaded when the queue is full; the task will not run then
   */
  void submit(Runnable task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException full) {
      throw new Overloaded(
          Overloaded.Reason.QUEUE_FULL,
          RETRY_AFTER,
          "the queue of model " + id + " is full: " + limit + " requests wait");
    }
  }

  QueueStatus status() {
    return new QueueStatus(
        id,
        threads.getQueue().size(),
        threads.getActiveCount(),
        limit,
        threads.getMaximumPoolSize());
  }

  /** Lets the threads end; to be called when nothing is queued any more. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
