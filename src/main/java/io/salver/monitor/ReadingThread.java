package io.salver.monitor;

import io.salver.fault.Overloaded;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one thread on which reports are made, so that they take a processor's time from requests one
 * by one, and a bounded number of them waits. Thread-safe; whoever makes it closes it.
 */
public final class ReadingThread implements Executor, AutoCloseable {

  private static final int MOST = 64;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("salver-monitor-reading").factory());
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * Has {@code work} run, in the order in which it comes; it must not throw.
   *
   * @throws Overloaded when as much waits as may, or the service is stopping
   */
  @Override
  public void execute(Runnable work) {
    if (waiting.getAndIncrement() >= MOST) {
      waiting.decrementAndGet();
      throw new Overloaded(
          Overloaded.Reason.QUEUE_FULL,
          RETRY_AFTER,
          MOST + " reports wait to be made, as many as may");
    }
    try {
      thread.execute(
          () -> {
            waiting.decrementAndGet();
            work.run();
          });
    } catch (RejectedExecutionException stopping) {
      waiting.decrementAndGet();
      throw new Overloaded(Overloaded.Reason.SHUTTING_DOWN, RETRY_AFTER, "the service is stopping");
    }
  }

  /** Has {@code work} run now and then, with so long a pause between; it must not throw. */
  public void repeat(Duration pause, Runnable work) {
    var unused = thread.scheduleWithFixedDelay(work, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Lets what is under way come to its end, and takes on no more. */
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
