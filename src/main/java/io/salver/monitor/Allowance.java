package io.salver.monitor;

import io.salver.time.Ticker;

/**
 * How many samples may be looked at: so many a second, and those of the last {@value #SECONDS}
 * seconds that were not needed besides, so that a batch is taken whole where there is time for it.
 * Used by one thread.
 */
final class Allowance {

  private static final int SECONDS = 10;
  private static final double NANOS = 1e9;

  private final Ticker ticker;
  private final double perSecond;
  private double left;
  private long last;

  Allowance(double perSecond, Ticker ticker) {
    this.ticker = ticker;
    this.perSecond = perSecond;
    this.left = perSecond * SECONDS;
    this.last = ticker.nanos();
  }

  /** Takes one, if there is one. */
  boolean take() {
    long now = ticker.nanos();
    left = Math.min(perSecond * SECONDS, left + (now - last) / NANOS * perSecond);
    last = now;
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }
}
