package io.salver.monitor;

import io.salver.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Clocks that tests move. */
public final class FakeTime implements Ticker, InstantSource {

  private Instant wall = Instant.parse("2026-01-05T00:00:00Z");
  private long nanos = 7;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return wall;
  }

  /** Time passes. */
  public void pass(Duration duration) {
    nanos += duration.toNanos();
    wall = wall.plus(duration);
  }

  /** The wall clock is set. */
  public void jump(Duration duration) {
    wall = wall.plus(duration);
  }
}
