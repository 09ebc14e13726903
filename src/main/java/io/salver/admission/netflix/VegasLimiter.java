package io.salver.admission.netflix;

import com.netflix.concurrency.limits.Limiter.Listener;
import com.netflix.concurrency.limits.limit.VegasLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.salver.admission.Limiter;
import io.salver.admission.Permit;
import io.salver.admission.ServiceTime;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A limit by TCP Vegas (Brakmo and Peterson 1995, "TCP Vegas: End to End Congestion Avoidance on a
 * Global Internet"): how many requests wait is told from how much longer they take than when nobody
 * waits, {@code limit · (1 − shortest time / time)}; the limit rises while that is below alpha and
 * falls while it is above beta, or while requests are not answered in time. Thread-safe.
 *
 * <p>Vegas takes alpha and beta from the length of a link's buffer; here they follow from a target:
 * as many as the instances work off within the target wait, by the time that requests keep them
 * busy. So fast models have long queues and slow ones short queues, all of about the same wait.
 * That many are also the most, from the first run on whose time is known: Vegas itself learns only
 * from requests that ended, too late for a flood that meets an idle model. Less than three waiting
 * for each instance would starve the instances; the limit never falls below.
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

  private final long targetNanos;
  private final int instances;
  private final int places;
  private final ServiceTime time;
  private final Ticker ticker;
  private final SimpleLimiter<Void> limiter;

  VegasLimiter(Duration targetWait, int instances, int places, ServiceTime time, Ticker ticker) {
    this.targetNanos = targetWait.toNanos();
    this.instances = instances;
    this.places = places;
    this.time = time;
    this.ticker = ticker;
    int most = (int) Math.min((long) places + instances, Integer.MAX_VALUE);
    int least = Math.min(most, instances * (1 + WAITING_PER_INSTANCE));
    SimpleLimiter.Builder builder =
        SimpleLimiter.newBuilder()
            .limit(
                VegasLimit.newBuilder()
                    .initialLimit(most)
                    .maxConcurrency(most)
                    .alphaFunction(limit -> Math.max(1, waiting() / 2))
                    .betaFunction(limit -> waiting())
                    .decreaseFunction(limit -> Math.max(least, DECREASE * limit))
                    .probeMultiplier(NEVER)
                    .build())
            .nanoClock(ticker::nanos);
    this.limiter = builder.build();
  }

  @Override
  public Optional<Permit> tryAcquire() {
    if (limiter.getInflight() >= instances + waiting()) {
      return Optional.empty();
    }
    return limiter.acquire(null).map(listener -> new ListenerPermit(listener, ticker));
  }

  @Override
  public int limit() {
    return Math.min(limiter.getLimit(), instances + waiting());
  }

  /** As many as may wait so that the last of them waits for the target. */
  private int waiting() {
    double mean = time.meanNanos();
    double within = mean == 0 ? places : Math.min(places, targetNanos / mean * instances);
    return (int) Math.max(Math.min(places, WAITING_PER_INSTANCE * instances), within);
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
    public void dropped() {
      if (ticker.nanos() == start) {
        ignored();
      } else if (open.getAndSet(false)) {
        listener.onDropped();
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
