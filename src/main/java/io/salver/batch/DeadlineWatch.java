package io.salver.batch;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at short intervals for work whose deadline has passed, and ends it: one thread for all
 * batchers, instead of a timer for every request. It sleeps while all of them are idle.
 * Thread-safe.
 */
public final class DeadlineWatch implements AutoCloseable {

  private final Duration interval;
  private final Set<Batcher> batchers = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  /** Watches from now on; a deadline is noticed at most {@code interval} after it passed. */
  public DeadlineWatch(Duration interval) {
    this.interval = interval;
    this.thread = Thread.ofPlatform().daemon().name("salver-deadlines").start(this::watch);
  }

  /** Watches {@code batcher} too, until {@link #forget}. */
  public void add(Batcher batcher) {
    batchers.add(batcher);
  }

  public void forget(Batcher batcher) {
    batchers.remove(batcher);
  }

  /** Says that there is work; to be called after it was submitted. */
  public void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(interval.toNanos());
      batchers.forEach(Batcher::sweep);
      asleep = true; // before looking, so that nobody's work is overlooked
      if (allIdle() && !closed) {
        LockSupport.park();
      }
      asleep = false;
    }
  }

  private boolean allIdle() {
    return batchers.stream().allMatch(Batcher::isIdle);
  }
}
