package io.salver.admission.netflix;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.admission.Limiter;
import io.salver.admission.LimiterContract;
import io.salver.admission.Limiters;
import io.salver.admission.Permit;
import io.salver.admission.ServiceTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Simulates one lane on a clock of its own: arrivals are offered, instances work them off. */
final class VegasLimiterTest extends LimiterContract {

  private static final long MILLI = 1_000_000;
  private static final int PLACES = 256;

  private final AtomicLong nanos = new AtomicLong();

  @Override
  protected Limiters limiters() {
    return new VegasLimiters(Duration.ofMillis(100), nanos::get);
  }

  @Test
  void gives_no_more_places_than_it_has() {
    Limiter limiter = limiters().create(2, 3, new ServiceTime());
    List<Permit> permits = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      permits.add(limiter.tryAcquire().orElseThrow());
    }
    assertThat(limiter.tryAcquire()).isEmpty();
    permits.getFirst().ignored();
    permits.getFirst().ignored();
    permits.getFirst().succeeded();
    assertThat(limiter.tryAcquire()).isPresent();
    assertThat(limiter.tryAcquire()).isEmpty();
  }

  @Test
  void under_overload_the_wait_settles_near_the_target() {
    Lane lane = new Lane(2, 5 * MILLI);
    lane.simulate(10, 2_000);
    assertThat(lane.longestWaitMillis(1_000)).isBetween(40L, 130L);
    assertThat(lane.busyShare(1_000)).isGreaterThan(0.99);
  }

  @Test
  void a_flood_that_meets_an_idle_model_does_not_fill_its_line() {
    Lane lane = new Lane(2, 5 * MILLI);
    lane.simulate(10, 500);
    assertThat(lane.longestWaitMillis(500)).isLessThan(150L);
  }

  @Test
  void requests_that_are_not_answered_in_time_lower_the_limit_but_never_starve_the_instances() {
    Limiter limiter = limiters().create(2, PLACES, new ServiceTime());
    for (int i = 0; i < 1_000; i++) {
      Permit permit = limiter.tryAcquire().orElseThrow();
      nanos.addAndGet(MILLI);
      permit.dropped();
    }
    assertThat(limiter.limit()).isEqualTo(8);
  }

  @Test
  void it_stays_there_however_long_the_overload_lasts() {
    Lane lane = new Lane(2, 5 * MILLI);
    lane.simulate(10, 60_000);
    assertThat(lane.longestWaitMillis(1_000)).isBetween(40L, 130L);
  }

  @Test
  void a_slow_model_keeps_its_instances_busy() {
    Lane lane = new Lane(2, 1_000 * MILLI);
    lane.simulate(5, 120_000);
    assertThat(lane.busyShare(20_000)).isGreaterThan(0.99);
    assertThat(lane.limit()).isBetween(5, 9);
  }

  @Test
  void below_saturation_nothing_is_refused() {
    Lane lane = new Lane(2, 5 * MILLI);
    lane.simulate(0.8, 20_000);
    assertThat(lane.refused).isZero();
  }

  @Test
  void after_an_overload_bursts_are_let_in_again() {
    Lane lane = new Lane(2, 5 * MILLI);
    lane.simulate(10, 5_000);
    long refused = lane.refused;
    lane.simulate(0.5, 5_000);
    assertThat(lane.refused - refused).isLessThan(20);
  }

  /** A lane whose requests all take the same time. */
  private final class Lane {

    private final int instances;
    private final long serviceNanos;
    private final ServiceTime time = new ServiceTime();
    private final Limiter limiter;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final List<long[]> ends = new ArrayList<>();
    private long refused;
    private double owed;

    Lane(int instances, long serviceNanos) {
      this.instances = instances;
      this.serviceNanos = serviceNanos;
      this.limiter = limiters().create(instances, PLACES, time);
    }

    private record Waiting(Permit permit, long since) {}

    /** Offers {@code load} times what the instances can do for so many milliseconds. */
    void simulate(double load, int millis) {
      List<Running> running = new ArrayList<>();
      double arrivals = load * instances * MILLI / serviceNanos / 10;
      for (int step = 0; step < millis * 10; step++) {
        long now = nanos.addAndGet(MILLI / 10);
        running.removeIf(run -> run.endIfDue(now));
        for (owed += arrivals; owed >= 1; owed--) {
          limiter
              .tryAcquire()
              .ifPresentOrElse(permit -> queue.add(new Waiting(permit, now)), () -> refused++);
        }
        while (running.size() < instances && !queue.isEmpty()) {
          Waiting next = queue.remove();
          running.add(new Running(next.permit, now + serviceNanos));
          ends.add(new long[] {now, now - next.since});
        }
      }
    }

    private final class Running {

      private final Permit permit;
      private final long due;

      Running(Permit permit, long due) {
        this.permit = permit;
        this.due = due;
      }

      boolean endIfDue(long now) {
        if (now < due) {
          return false;
        }
        time.learn(serviceNanos);
        permit.succeeded();
        return true;
      }
    }

    long longestWaitMillis(int lastMillis) {
      long from = nanos.get() - lastMillis * MILLI;
      return ends.stream().filter(end -> end[0] >= from).mapToLong(end -> end[1]).max().orElse(0)
          / MILLI;
    }

    double busyShare(int lastMillis) {
      long from = nanos.get() - lastMillis * MILLI;
      long begun = ends.stream().filter(end -> end[0] >= from).count();
      return (double) begun * serviceNanos / ((double) lastMillis * MILLI * instances);
    }

    int limit() {
      return limiter.limit();
    }
  }
}
