package io.salver.traffic.shadow;

import io.salver.time.Ticker;

/**
 * How much a shadow may run: one copy after the other, and after each it rests, so that it runs for
 * at most a share of the time. Thread-safe.
 */
final class Allowance {

  private final Ticker ticker;
  private final double rest;
  private boolean isTaken;
  private long since;
  private long free;

  /**
   * An allowance.
   *
   * @param share of the time that copies may be under way, above 0, at most 1
   */
  Allowance(double share, Ticker ticker) {
    this.ticker = ticker;
    this.rest = 1 / share - 1;
    this.free = ticker.nanos();
  }

  /** Whether a copy may run now; whoever was let gives it back by {@link #end}. */
  synchronized boolean begin() {
    long now = ticker.nanos();
    if (isTaken || now - free < 0) {
      return false;
    }
    isTaken = true;
    since = now;
    return true;
  }

  /** The copy has ended. */
  synchronized void end() {
    long now = ticker.nanos();
    isTaken = false;
    free = now + (long) ((now - since) * rest);
  }
}
