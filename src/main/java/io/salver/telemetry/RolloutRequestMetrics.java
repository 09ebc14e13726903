package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.salver.rollout.Rollout;
import io.salver.rollout.Target;
import io.salver.traffic.ArmObserver;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts the requests of arms, {@code rollout_requests_total} with outcome {@code ok} or {@code
 * error}, and times those that were answered, {@code rollout_request_seconds}. Testers' requests
 * are among them; clients' mistakes are not. Labels are bounded by the arms that were ever
 * declared. Thread-safe.
 */
public final class RolloutRequestMetrics implements ArmObserver {

  private final MeterRegistry registry;
  private final ConcurrentMap<Key, Meters> meters = new ConcurrentHashMap<>();

  /** Metrics in {@code registry}. */
  public RolloutRequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** As {@code target} is called in the label {@code model}: a ranker is told from its models. */
  static String model(Target target) {
    return switch (target) {
      case Target.Model(String name) -> name;
      case Target.Recommender(String name) -> name;
      case Target.Ranker(String name) -> name + "/ranker";
    };
  }

  private record Key(String model, String arm) {}

  private record Meters(Counter answered, Counter failed, Timer time) {}

  @Override
  public void answered(Rollout rollout, String arm, long nanos) {
    Meters meters = of(rollout, arm);
    meters.answered().increment();
    meters.time().record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void failed(Rollout rollout, String arm) {
    of(rollout, arm).failed().increment();
  }

  private Meters of(Rollout rollout, String arm) {
    return meters.computeIfAbsent(new Key(model(rollout.target()), arm), this::register);
  }

  private Meters register(Key key) {
    Tags tags = Tags.of("model", key.model(), "arm", key.arm());
    return new Meters(
        counter(tags.and("outcome", "ok")),
        counter(tags.and("outcome", "error")),
        Buckets.timer("rollout.request", tags)
            .description("Time that an arm took to answer")
            .register(registry));
  }

  private Counter counter(Tags tags) {
    return Counter.builder("rollout.requests")
        .description("Requests that an arm of a rollout answered, or should have")
        .tags(tags)
        .register(registry);
  }
}
