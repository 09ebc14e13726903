package engine.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Counts what became of requests. A latency runs from the moment at which the request should have
 * been sent, so that waiting for a connection counts. Thread-safe.
 */
public final class Tally {

  private static final int DIGITS = 3;

  private final long deadlineNanos;
  private final Histogram good = new Histogram(DIGITS);
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private long nanos = 1;

  /** A tally that calls an answer good when it comes within {@code deadline}. */
  public Tally(Duration deadline) {
    this.deadlineNanos = deadline.toNanos();
  }

  synchronized void record(Outcome outcome, long latencyNanos) {
    counts.merge(outcome, 1L, Long::sum);
    if (outcome == Outcome.OK && latencyNanos <= deadlineNanos) {
      good.recordValue(Math.max(0, latencyNanos));
    }
  }

  synchronized void lasted(long nanos) {
    this.nanos = nanos;
  }

  public synchronized long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  public synchronized long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** This tally, unless requests failed; those that were refused for want of room did not. */
  public synchronized Tally requireNoFailure() {
    if (count(Outcome.FAILED) + count(Outcome.LATE) > 0) {
      throw new IllegalStateException("requests failed: " + counts);
    }
    return this;
  }

  /** Answers within the deadline. */
  public synchronized long good() {
    return good.getTotalCount();
  }

  public double goodPerSecond() {
    return good() / seconds();
  }

  /** Time during which requests were sent. */
  public synchronized double seconds() {
    return nanos / 1e9;
  }

  /** A quantile of the latency of good answers, in ms. */
  public synchronized double millis(double quantile) {
    return good.getValueAtPercentile(100 * quantile) / 1e6;
  }
}
