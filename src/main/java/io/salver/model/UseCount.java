package io.salver.model;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts who is using a resource, so that it is freed once, after the last of them.
 *
 * <p>One atomic word holds the closed bit (the sign) and the count:
 *
 * <pre>
 *   open, n users  ──enter/leave──▶  open, n±1 users
 *        │ close
 *        ▼
 *   closed, n users ──leave──▶ … ──▶ closed, 0 users: free
 * </pre>
 *
 * <p>Exactly one call returns that the caller has to free: {@link #close} when nobody was inside,
 * else the last {@link #leave}. Thread-safe and lock-free.
 */
public final class UseCount {

  private static final long CLOSED = Long.MIN_VALUE;

  private final AtomicLong word = new AtomicLong();

  /** Whether the resource may be used; if so {@link #leave} must follow. */
  public boolean enter() {
    long seen = word.get();
    while (seen >= 0) {
      long witness = word.compareAndExchange(seen, seen + 1);
      if (witness == seen) {
        return true;
      }
      seen = witness;
    }
    return false;
  }

  /** Ends a use; true: the caller frees the resource now. */
  public boolean leave() {
    return word.decrementAndGet() == CLOSED;
  }

  /** Lets nobody in any more; true: the caller frees the resource now. */
  public boolean close() {
    return word.getAndUpdate(seen -> seen | CLOSED) == 0;
  }
}
