package io.salver.monitor.outcome;

import io.salver.time.Ticker;

/** A bucket of tokens that fills evenly. Not thread-safe. */
final class RateLimit {

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double most;
  private final Ticker ticker;
  private double tokens;
  private long filledAt;

  /**
   * A full bucket.
   *
   * @param seconds for how long what nobody takes is saved
   */
  RateLimit(double perSecond, double seconds, Ticker ticker) {
    this.perSecond = perSecond;
    this.most = perSecond * seconds;
    this.ticker = ticker;
    this.tokens = most;
    this.filledAt = ticker.nanos();
  }

  /** Takes a token if there is one. */
  boolean take() {
    long now = ticker.nanos();
    tokens = Math.min(most, tokens + (now - filledAt) / NANOS * perSecond);
    filledAt = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
