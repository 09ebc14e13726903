package io.salver.lifecycle;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many leases a version has out, and whether it gives any more, in one atomic word: the sign
 * bit says that it is draining, the other bits count.
 *
 * <p>Rules: once {@link #drain} returned, {@link #tryAcquire} fails. Exactly one call, either
 * {@link #drain} or the {@link #release} that takes a draining count to zero, returns true; whoever
 * gets it must see to it that the servable is closed. It starts draining, so that nothing can be
 * leased before {@link #open}.
 */
final class LeaseCount {

  private static final int DRAINING = Integer.MIN_VALUE;

  private final AtomicInteger word = new AtomicInteger(DRAINING);

  /** Lets leases begin; called once, before anybody could acquire. */
  void open() {
    word.set(0);
  }

  /** Takes a lease, unless draining. */
  boolean tryAcquire() {
    int seen = word.get();
    while (seen >= 0) {
      int witness = word.compareAndExchange(seen, seen + 1);
      if (witness == seen) {
        return true;
      }
      seen = witness;
    }
    return false;
  }

  /** Takes another lease while one is held, also when draining. */
  void acquireBesides() {
    word.incrementAndGet();
  }

  /** Gives a lease back; true when it was the last of a draining version. */
  boolean release() {
    return word.decrementAndGet() == DRAINING;
  }

  /**
   * Refuses leases from now on; true when there were none. To be called once after {@link #open}.
   */
  boolean drain() {
    return word.getAndUpdate(seen -> seen | DRAINING) == 0;
  }

  int count() {
    return word.get() & ~DRAINING;
  }
}
