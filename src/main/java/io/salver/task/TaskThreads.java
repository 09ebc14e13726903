package io.salver.task;

import io.salver.fault.Overloaded;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which typed requests are decoded, prepared and their answers made: a fixed number
 * with a bounded queue. Thread-safe.
 */
public final class TaskThreads implements Executor, AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ThreadPoolExecutor pool;

  /** {@code threads} of them, before which at most {@code queue} pieces of work wait. */
  public TaskThreads(int threads, int queue) {
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name("task-", 0).factory());
  }

  /**
   * Has {@code work} run; it must not throw and should not block.
   *
   * @throws Overloaded when as much waits as may, or the service is stopping
   */
  @Override
  public void execute(Runnable work) {
    try {
      pool.execute(work);
    } catch (RejectedExecutionException refused) {
      throw pool.isShutdown()
          ? new Overloaded(Overloaded.Reason.SHUTTING_DOWN, RETRY_AFTER, "the service is stopping")
          : new Overloaded(
              Overloaded.Reason.QUEUE_FULL,
              RETRY_AFTER,
              "%d pictures and sounds wait to be decoded, as many as may"
                  .formatted(pool.getQueue().size()));
    }
  }

  /** Lets what was taken on run to its end, and takes on no more. */
  @Override
  public void close() {
    pool.close();
  }
}
