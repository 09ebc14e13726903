package io.salver.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.traffic.shadow.ShadowObserver;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts copies, {@code rollout_shadow_requests_total{model,arm,outcome}}, and shows how far
 * shadows disagree, {@code rollout_disagreement_ratio{model,arm}}: the mean of what was compared,
 * in which the last {@value #MEMORY} or so count. Thread-safe; has a row for each shadow that there
 * was.
 */
public final class ShadowMetrics implements ShadowObserver {

  private static final int MEMORY = 200;

  private final MeterRegistry registry;
  private final ConcurrentMap<Tags, Mean> means = new ConcurrentHashMap<>();

  /** Metrics in {@code registry}. */
  public ShadowMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void copied(String model, String arm, Outcome outcome) {
    Tags tags = Tags.of("model", model, "arm", arm);
    registry.counter("rollout.shadow.requests", tags.and("outcome", label(outcome))).increment();
    if (outcome instanceof Outcome.Compared compared) {
      means.computeIfAbsent(tags, this::register).add(compared.disagreement());
    }
  }

  private static String label(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Shed(Reason reason) -> "shed_" + reason.name().toLowerCase(Locale.ROOT);
      case Outcome.Failed() -> "failed";
      case Outcome.Incomparable() -> "incomparable";
      case Outcome.Compared _ -> "compared";
    };
  }

  private Mean register(Tags tags) {
    Mean mean = new Mean();
    Gauge.builder("rollout.disagreement.ratio", mean, Mean::value)
        .description("Disagreement of a shadow with the control, from 0 to 1")
        .tags(tags)
        .register(registry);
    return mean;
  }

  /** Of all values at first, then of the last ones, by weights that fall. Guarded by itself. */
  private static final class Mean {

    private long count;
    private double value;

    synchronized void add(double next) {
      count++;
      value += (next - value) / Math.min(count, MEMORY);
    }

    synchronized double value() {
      return value;
    }
  }
}
