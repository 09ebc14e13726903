package io.salver.admission.netflix;

import com.netflix.concurrency.limits.Limiter.Listener;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.salver.admission.Limiter;
import io.salver.admission.Permit;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A limit by TCP Vegas (Brakmo and Peterson 1995, "TCP Vegas: End to End Congestion Avoidance on a
 * Global Internet"): how many requests wait is told from how much longer they take than when nobody
 * waits, {@code limit · (1 − shortest time / time)}; the limit rises while that is below alpha and
 * falls while it is above beta. Thread-safe.
 *
 * <p>Vegas takes alpha and beta from the length of a link's buffer; here they follow from a target:
 * as many as the instances work off within the target wait, by the time that requests keep them
 * busy. So fast models have long queues and slow ones short queues, all of about the same wait. A
 * limit of less than three waiting for each instance would starve the instances.
 *
 * <p>The shortest time is never forgotten. The library would measure it anew now and then, and
 * would take the crowd for normal if it did so during an overload; if the model has really become
 * slower, the limit falls to the smallest at worst, which still keeps the instances busy.
 */
final class VegasLimiter implements Limiter {

  private static final int NEVER = Integer.MAX_VALUE;
  private static final int WAITING_PER_INSTANCE = 3;

  /** Vegas falls by less at a time; a lane that begins full would then be late for minutes. */
  private static final double DECREASE = 0.9;

  /** Share of the past in the average time of a request. */
  private static final double SMOOTHING = 0.95;

  private final long targetNanos;
  private final int instances;
  private final int places;
  private final Ticker ticker;
  private final SimpleLimiter<Void> limiter;

  /** The average time of a request, as the bits of a double; 0 while unknown. */
  private final AtomicLong busyNanos = new AtomicLong();

  VegasLimiter(Duration targetWait, int instances, int places, Ticker ticker) {
    this.targetNanos = targetWait.toNanos();
    this.instances = instances;
    this.places = places;
    this.ticker = ticker;
    int most = (int) Math.min((long) places + instances, Integer.MAX_VALUE);
    SimpleLimiter.Builder builder =
        SimpleLimiter.newBuilder()
            .limit(
                VegasLimit.newBuilder()
                    .initialLimit(most)
                    .maxConcurrency(most)
                    .alphaFunction(limit -> Math.max(1, waiting() / 2))
                    .betaFunction(limit -> waiting())
                    .decreaseFunction(limit -> DECREASE * limit)
                    .probeMultiplier(NEVER)
                    .build())
            .nanoClock(ticker::nanos);
    this.limiter = builder.build();
  }

  @Override
  public Optional<Permit> tryAcquire() {
    return limiter.acquire(null).map(listener -> new ListenerPermit(listener, ticker));
  }

  @Override
  public void served(long nanos) {
    double average = Double.longBitsToDouble(busyNanos.get());
    double next = average == 0 ? nanos : SMOOTHING * average + (1 - SMOOTHING) * nanos;
    busyNanos.set(Double.doubleToRawLongBits(next)); // of two at once, one may be lost
  }

  @Override
  public int limit() {
    return limiter.getLimit();
  }

  /** As many as may wait so that the last of them waits for the target. */
  private int waiting() {
    double average = Double.longBitsToDouble(busyNanos.get());
    if (average == 0) {
      return places;
    }
    double within = targetNanos / average * instances;
    return (int) Math.max(WAITING_PER_INSTANCE * instances, Math.min(places, within));
  }

  /** Gives its place back once. */
  private static final class ListenerPermit implements Permit {

    private final Listener listener;
    private final Ticker ticker;
    private final long start;
    private final AtomicBoolean open = new AtomicBoolean(true);

    ListenerPermit(Listener listener, Ticker ticker) {
      this.listener = listener;
      this.ticker = ticker;
      this.start = ticker.nanos();
    }

    @Override
    public void succeeded() {
      if (ticker.nanos() == start) {
        ignored(); // the library does not take a time of nothing
      } else if (open.getAndSet(false)) {
        listener.onSuccess();
      }
    }

    @Override
    public void ignored() {
      if (open.getAndSet(false)) {
        listener.onIgnore();
      }
    }
  }
}
