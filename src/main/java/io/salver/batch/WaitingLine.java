package io.salver.batch;

import io.salver.fault.Overloaded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded line before a model. Whoever takes work out of it, for whatever reason, is the only
 * one to end it.
 *
 * <p>Thread-safe: one lock guards everything; counts are written under it and read without. Nothing
 * foreign runs under it: what is to be told is returned.
 */
final class WaitingLine {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final String name;
  private final int capacity;
  private final Grouping grouping;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Levels levels = new Levels();
  private final AtomicInteger taken = new AtomicInteger();
  private boolean closed;
  private volatile int waiting;

  /** An empty line; {@code name} is the model's, for messages. */
  WaitingLine(String name, int capacity, Grouping grouping) {
    this.name = name;
    this.capacity = capacity;
    this.grouping = grouping;
  }

  /**
   * Takes {@code work} in.
   *
   * @return work that had to make way for it, because it is less urgent and the line was full
   * @throws Overloaded when the line is full of work at least as urgent
   */
  Optional<Work> add(Work work) {
    lock.lock();
    try {
      boolean full = levels.size() >= capacity;
      Optional<Work> evicted = full ? levels.removeLastAfter(work.priority()) : Optional.empty();
      if (full && evicted.isEmpty()) {
        throw new Overloaded(
            Overloaded.Reason.QUEUE_FULL,
            RETRY_AFTER,
            "the queue of model " + name + " is full: " + capacity + " requests wait");
      }
      levels.add(work);
      grouping.arrived(work);
      changed.signal();
      return evicted;
    } finally {
      unlock();
    }
  }

  /** Takes out work that is less urgent than {@code priority}, if there is any. */
  Optional<Work> evictFor(int priority) {
    lock.lock();
    try {
      return levels.removeLastAfter(priority);
    } finally {
      unlock();
    }
  }

  /** Takes out {@code work}; false when somebody else has. */
  boolean remove(Work work) {
    lock.lock();
    try {
      return levels.remove(work);
    } finally {
      unlock();
    }
  }

  /** Takes out everything that has become useless. */
  List<Work> removeUseless() {
    if (waiting == 0) {
      return List.of();
    }
    lock.lock();
    try {
      Group found = new Group();
      levels.visit(found::dropIfUseless, work -> true);
      return found.useless();
    } finally {
      unlock();
    }
  }

  /**
   * Waits for work that is due and takes it out; {@link #done} is owed for each group.
   *
   * @return what belongs into one run; empty when the line is closed and has run dry
   */
  Optional<Group> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Group group = gather();
        if (group.isEmpty() && group.useless().isEmpty()) {
          if (closed) {
            return Optional.empty();
          }
          changed.await();
          continue;
        }
        long wait = group.isEmpty() || closed ? 0 : grouping.waitNanos(group);
        if (wait <= 0 || !group.useless().isEmpty()) {
          return Optional.of(depart(wait <= 0 ? group : group.uselessOnly()));
        }
        changed.awaitNanos(wait);
      }
    } finally {
      unlock();
    }
  }

  /** A group that was taken has ended. */
  void done() {
    taken.decrementAndGet();
  }

  /** Learns what a run cost. */
  void learn(long rows, long nanos) {
    lock.lock();
    try {
      grouping.learn(rows, nanos);
    } finally {
      unlock();
    }
  }

  int size() {
    return waiting;
  }

  /** Work that goes before new work of that priority. */
  int ahead(int priority) {
    if (waiting == 0) {
      return 0;
    }
    lock.lock();
    try {
      return levels.ahead(priority);
    } finally {
      unlock();
    }
  }

  /** Whether nothing waits and nothing that was taken is still to end. */
  boolean isIdle() {
    return waiting == 0
        && taken.get() == 0; // in this order: work is counted as taken before it leaves
  }

  /** Lets {@link #take} end once nothing waits any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      unlock();
    }
  }

  /** What would go together now; it stays in the line, but for what is useless. */
  private Group gather() {
    Group group = new Group();
    levels.visit(
        group::dropIfUseless,
        work -> {
          if (group.isEmpty()) {
            group.begin(work, grouping.grows(work));
          } else if (grouping.admits(group, work)) {
            group.add(work);
          }
          return !grouping.isFull(group);
        });
    return group;
  }

  private Group depart(Group group) {
    group.members().forEach(levels::remove);
    taken.incrementAndGet();
    if (levels.size() > 0) {
      changed.signal();
    }
    return group;
  }

  private void unlock() {
    waiting = levels.size();
    lock.unlock();
  }
}
