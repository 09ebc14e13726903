package engine.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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
  private final List<Second> seconds = new ArrayList<>();
  private final long start = System.nanoTime();
  private long nanos = 1;

  /** A tally that calls an answer good when it comes within {@code deadline}. */
  public Tally(Duration deadline) {
    this.deadlineNanos = deadline.toNanos();
  }

  /** What became of the requests that should have been sent in one second. Not thread-safe. */
  public static final class Second {

    private final Histogram latency = new Histogram(2);
    private long sent;

    public long sent() {
      return sent;
    }

    public long good() {
      return latency.getTotalCount();
    }

    /** A quantile of the latency of good answers, in ms. */
    public double millis(double quantile) {
      return latency.getValueAtPercentile(100 * quantile) / 1e6;
    }
  }

  synchronized void record(Outcome outcome, long intended, long now) {
    counts.merge(outcome, 1L, Long::sum);
    Second second = second((int) Math.max(0, (intended - start) / 1_000_000_000));
    second.sent++;
    long latency = Math.max(0, now - intended);
    if (outcome == Outcome.OK && latency <= deadlineNanos) {
      good.recordValue(latency);
      second.latency.recordValue(latency);
    }
  }

  /** The tally second by second; read it when all answers are there. */
  public synchronized List<Second> seconds() {
    return List.copyOf(seconds);
  }

  private Second second(int index) {
    while (seconds.size() <= index) {
      seconds.add(new Second());
    }
    return seconds.get(index);
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
    return good() / duration();
  }

  /** Seconds during which requests were sent. */
  public synchronized double duration() {
    return nanos / 1e9;
  }

  /** A quantile of the latency of good answers, in ms. */
  public synchronized double millis(double quantile) {
    return good.getValueAtPercentile(100 * quantile) / 1e6;
  }
}
