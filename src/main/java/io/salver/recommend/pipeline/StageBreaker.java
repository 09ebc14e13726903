package io.salver.recommend.pipeline;

import io.salver.recommend.Degradation.Reason;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Spares a stage that keeps failing, so that requests do not all wait for its budget to pass:
 *
 * <pre>
 *   CLOSED — {@value #FAILURES} failures in a row → OPEN — {@link #PAUSE} → one request tries → CLOSED, or OPEN again
 * </pre>
 *
 * Thread-safe and lock-free; the count and the moment are read separately, so around a change a few
 * requests more may try.
 */
final class StageBreaker {

  static final int FAILURES = 5;
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Ticker ticker;
  private final AtomicLong retryNanos = new AtomicLong();
  private volatile int failures;
  private volatile Reason last = Reason.FAILED;

  StageBreaker(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Why the stage should not be tried now; absent: it should. */
  Optional<Reason> refusal() {
    if (failures < FAILURES) {
      return Optional.empty();
    }
    long now = ticker.nanos();
    long retry = retryNanos.get();
    boolean mayTry = now - retry >= 0 && retryNanos.compareAndSet(retry, now + PAUSE.toNanos());
    return mayTry ? Optional.empty() : Optional.of(last);
  }

  /** The stage was done. */
  void succeeded() {
    if (failures > 0) {
      failures = 0;
    }
  }

  /** The stage was not done. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one failure more or less does not matter
  void failed(Reason reason) {
    last = reason;
    retryNanos.set(ticker.nanos() + PAUSE.toNanos());
    if (failures < FAILURES) {
      failures++;
    }
  }
}
