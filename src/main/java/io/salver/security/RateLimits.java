package io.salver.security;

import io.salver.fault.RateLimited;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket for each client, as the generic cell rate algorithm keeps one: in a single number,
 * the time at which the bucket will be full again (ITU-T I.371, annex A). A client whose bucket is
 * full is forgotten without loss; above {@code most} clients those whose buckets are fullest are.
 * Thread-safe; requests never wait for one another.
 */
public final class RateLimits {

  private static final double NANOS = 1e9;

  private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();
  private final AtomicBoolean forgetting = new AtomicBoolean();
  private final int most;
  private final Ticker ticker;
  private final long origin;

  /** Remembers about {@code most} clients. */
  public RateLimits(int most, Ticker ticker) {
    this.most = most;
    this.ticker = ticker;
    this.origin = ticker.nanos();
  }

  /**
   * Takes a token of a client's bucket.
   *
   * @throws RateLimited when it is empty
   */
  public void take(String client, Rate rate) {
    long now = ticker.nanos() - origin;
    long interval = Math.max(1, (long) (NANOS / rate.perSecond()));
    long tolerance = interval * rate.burst();
    AtomicLong bucket = fullAt.computeIfAbsent(client, name -> new AtomicLong());
    while (true) {
      long full = bucket.get();
      long next = Math.max(full, now) + interval;
      if (next - now > tolerance) {
        throw new RateLimited(
            Duration.ofNanos(next - now - tolerance),
            "more than " + plain(rate.perSecond()) + " requests a second");
      }
      if (bucket.compareAndSet(full, next)) {
        break;
      }
    }
    if (fullAt.size() > most) {
      forget(now);
    }
  }

  /** How many clients are remembered. */
  public int size() {
    return fullAt.size();
  }

  private void forget(long now) {
    if (!forgetting.compareAndSet(false, true)) {
      return;
    }
    try {
      fullAt.values().removeIf(full -> full.get() <= now);
      int tooMany = fullAt.size() - most + most / 4;
      if (fullAt.size() > most) {
        fullAt.entrySet().stream()
            .map(entry -> Map.entry(entry.getKey(), entry.getValue().get()))
            .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
            .limit(tooMany)
            .forEach(entry -> fullAt.remove(entry.getKey()));
      }
    } finally {
      forgetting.set(false);
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
