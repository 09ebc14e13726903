package io.salver.recommend.pipeline;

import io.salver.time.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets something through once in a while. Thread-safe and lock-free. */
final class Throttle {

  private final long pauseNanos;
  private final Ticker ticker;
  private final AtomicLong next;

  /** The first comes through. */
  Throttle(Duration pause, Ticker ticker) {
    this.pauseNanos = pause.toNanos();
    this.ticker = ticker;
    this.next = new AtomicLong(ticker.nanos());
  }

  boolean admits() {
    long now = ticker.nanos();
    long due = next.get();
    return now - due >= 0 && next.compareAndSet(due, now + pauseNanos);
  }
}
