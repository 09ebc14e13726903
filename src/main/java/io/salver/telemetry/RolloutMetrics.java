package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.salver.rollout.Rollout;
import io.salver.routing.Arm;
import io.salver.routing.Slots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shows how traffic is divided: {@code rollout_weight{model,arm}}, the share of each arm from 0 to
 * 1, {@code rollout_last_refresh_timestamp_seconds}, and {@code rollout_store_failures_total}.
 * Thread-safe.
 */
public final class RolloutMetrics {

  private final MultiGauge weights;
  private final Counter failures;
  private volatile double refreshed;

  /** Metrics in {@code registry}. */
  public RolloutMetrics(MeterRegistry registry) {
    weights =
        MultiGauge.builder("rollout.weight")
            .description("Share of the traffic that an arm should get")
            .register(registry);
    failures =
        Counter.builder("rollout.store.failures")
            .description("Attempts to follow or judge rollouts that failed")
            .register(registry);
    Gauge.builder("rollout.last.refresh.timestamp.seconds", this, metrics -> metrics.refreshed)
        .description("When rollouts were last read from the store")
        .strongReference(true)
        .register(registry);
  }

  /** What holds since then. */
  public void show(List<Rollout> rollouts, Instant now) {
    List<Row<?>> rows = new ArrayList<>();
    for (Rollout rollout : rollouts) {
      Map<String, Integer> slots = rollout.split().slots().weights();
      for (Arm arm : rollout.split().arms()) {
        Tags tags = Tags.of("model", rollout.target().name(), "arm", arm.name());
        rows.add(Row.of(tags, (double) slots.getOrDefault(arm.name(), 0) / Slots.COUNT));
      }
    }
    weights.register(rows, true);
    refreshed = now.toEpochMilli() / 1e3;
  }

  /** The store could not be followed. */
  public void storeFailed() {
    failures.increment();
  }
}
