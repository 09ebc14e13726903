package io.salver.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The manager's one lock, the condition that something changed under it, and the events that were
 * decided under it and are delivered outside it. Thread-safe.
 */
final class Guard {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final OrderedDelivery events = new OrderedDelivery();

  /** Decided, but not to be seen before the lock is left; guarded by it. */
  private final List<Runnable> decided = new ArrayList<>();

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      unlock();
    }
  }

  void underLock(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      unlock();
    }
  }

  /**
   * Has {@code event} run by {@link #deliver}, not before the lock is left, so that whoever hears
   * of it finds everything that was done with it; to be called under the lock.
   */
  void afterwards(Runnable event) {
    decided.add(event);
    changed.signalAll();
  }

  /** Delivers events; to be called outside the lock, after it was left. */
  void deliver() {
    events.deliver();
  }

  /** Waits until {@code done}, which is asked under the lock; false when {@code bound} passed. */
  boolean await(Duration bound, BooleanSupplier done) {
    long remaining = bound.toNanos();
    lock.lock();
    try {
      while (!done.getAsBoolean()) {
        if (remaining <= 0) {
          return false;
        }
        remaining = changed.awaitNanos(remaining);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void unlock() {
    decided.forEach(events::add);
    decided.clear();
    lock.unlock();
  }
}
