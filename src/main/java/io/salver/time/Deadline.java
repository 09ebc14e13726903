package io.salver.time;

import io.salver.fault.DeadlineExceeded;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The moment after which nobody waits for the answer any more. It travels with a request the whole
 * way. Immutable.
 */
public final class Deadline {

  private final Ticker ticker;
  private final long start;
  private final long budgetNanos;

  private Deadline(Ticker ticker, long start, long budgetNanos) {
    this.ticker = ticker;
    this.start = start;
    this.budgetNanos = Math.max(0, budgetNanos);
  }

  /**
   * The deadline {@code budget} from now: at once if it is negative, never if it is beyond 292
   * years.
   */
  public static Deadline after(Duration budget, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos(), TimeUnit.NANOSECONDS.convert(budget));
  }

  /** The deadline {@code budget} after a moment that {@code ticker} told. */
  public static Deadline since(long startNanos, Duration budget, Ticker ticker) {
    return new Deadline(ticker, startNanos, TimeUnit.NANOSECONDS.convert(budget));
  }

  /** A deadline that never passes. */
  public static Deadline none() {
    return new Deadline(Ticker.SYSTEM, 0, Long.MAX_VALUE);
  }

  /** The earlier of this deadline and {@code budget} from now. */
  public Deadline atMost(Duration budget) {
    long nanos = TimeUnit.NANOSECONDS.convert(budget);
    return nanos < remainingNanos() ? new Deadline(ticker, ticker.nanos(), nanos) : this;
  }

  /** The earlier of this deadline and {@code other}. */
  public Deadline atMost(Deadline other) {
    return other.remainingNanos() < remainingNanos() ? other : this;
  }

  /** Nanoseconds left; zero or negative once it has passed; {@link Long#MAX_VALUE} for never. */
  public long remainingNanos() {
    return budgetNanos == Long.MAX_VALUE ? budgetNanos : budgetNanos - (ticker.nanos() - start);
  }

  public boolean passed() {
    return remainingNanos() <= 0;
  }

  /** Throws {@link DeadlineExceeded}, naming {@code stage}, once it has passed. */
  public void check(String stage) {
    if (passed()) {
      throw exceeded(stage);
    }
  }

  /** The fault of a deadline that passed before {@code stage}. */
  public DeadlineExceeded exceeded(String stage) {
    return new DeadlineExceeded(
        "deadline of " + TimeUnit.NANOSECONDS.toMillis(budgetNanos) + " ms passed before " + stage);
  }
}
