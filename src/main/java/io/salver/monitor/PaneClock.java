package io.salver.monitor;

import io.salver.time.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Which pane it is. Panes are numbered from the epoch, so that those of replicas are the same; the
 * wall clock is read once, and time goes on by the monotonic one, so that a jump of the former
 * moves no window. Immutable; thread-safe.
 */
public final class PaneClock {

  private final Ticker ticker;
  private final long startTick;
  private final long startNanos;
  private final long paneNanos;

  /** A clock whose panes last that long. */
  public PaneClock(long paneNanos, Ticker ticker, InstantSource clock) {
    this.ticker = ticker;
    this.startTick = ticker.nanos();
    this.startNanos = Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    this.paneNanos = paneNanos;
  }

  /** The number of the pane that is now. */
  public long index() {
    return Math.floorDiv(nowNanos(), paneNanos);
  }

  /** The number of the pane that a time belongs to. */
  public long index(Instant instant) {
    return Math.floorDiv(Duration.between(Instant.EPOCH, instant).toNanos(), paneNanos);
  }

  /** When a pane begins. */
  public Instant begin(long index) {
    return Instant.EPOCH.plusNanos(Math.multiplyExact(index, paneNanos));
  }

  /** The time, as panes tell it. */
  public Instant now() {
    return Instant.EPOCH.plusNanos(nowNanos());
  }

  private long nowNanos() {
    return startNanos + (ticker.nanos() - startTick);
  }
}
