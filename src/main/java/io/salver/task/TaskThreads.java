package io.salver.task;

import io.salver.fault.Overloaded;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads on which typed requests are decoded, prepared and their answers made: a fixed number,
 * and a bounded number of requests that wait to begin. Thread-safe.
 *
 * <p>A request that has begun goes on ahead of those that wait, and is never refused for their
 * sake: what it holds is free the sooner. Each has one piece of work at a time, so that there are
 * never more of these than the models let requests in.
 */
public final class TaskThreads implements Executor, AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int queue;
  private final ThreadPoolExecutor pool;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong order = new AtomicLong();

  /** {@code threads} of them, before which at most {@code queue} requests wait. */
  public TaskThreads(int threads, int queue) {
    this.queue = queue;
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new PriorityBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("task-", 0).factory());
  }

  /**
   * Has the {@code work} of a request that begins run; it must not throw and should not block.
   *
   * @throws Overloaded when as many wait as may, or the service is stopping
   */
  @Override
  public void execute(Runnable work) {
    int others = waiting.getAndIncrement();
    if (others >= queue) {
      waiting.decrementAndGet();
      throw new Overloaded(
          Overloaded.Reason.QUEUE_FULL,
          RETRY_AFTER,
          "%d requests wait for a thread, as many as may".formatted(others));
    }
    try {
      hand(
          new Piece(
              false,
              order.getAndIncrement(),
              () -> {
                waiting.decrementAndGet();
                work.run();
              }));
    } catch (Overloaded stopping) {
      waiting.decrementAndGet();
      throw stopping;
    }
  }

  /**
   * Has more {@code work} of a request that has begun run, ahead of those that have not; it must
   * not throw and should not block.
   *
   * @throws Overloaded when the service is stopping
   */
  public void resume(Runnable work) {
    hand(new Piece(true, order.getAndIncrement(), work));
  }

  private void hand(Piece piece) {
    try {
      pool.execute(piece);
    } catch (RejectedExecutionException refused) {
      throw new Overloaded(Overloaded.Reason.SHUTTING_DOWN, RETRY_AFTER, "the service is stopping");
    }
  }

  /** Lets what was taken on run to its end, and takes on no more. */
  @Override
  public void close() {
    pool.close();
  }

  /** Pieces of requests that have begun first, then in the order in which they came. */
  private record Piece(boolean begun, long order, Runnable work)
      implements Runnable, Comparable<Piece> {

    @Override
    public void run() {
      work.run();
    }

    @Override
    public int compareTo(Piece other) {
      int byBegun = Boolean.compare(other.begun, begun);
      return byBegun != 0 ? byBegun : Long.compare(order, other.order);
    }
  }
}
