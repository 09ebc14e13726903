package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.ArmStatistics;
import io.salver.rollout.ArmsReport;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutEvent;
import io.salver.rollout.RolloutObserver;
import io.salver.routing.Arm;
import io.salver.routing.Slots;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows rollouts. {@code rollout_weight{model,arm}} is the share that each arm should get, from 0
 * to 1; {@code experiment_outcome_ratio{experiment,arm,metric}} what all replicas have seen of each
 * arm: the share of errors, and the mean of each outcome; {@code rollout_decisions_total{decision}}
 * counts what this replica has changed, and {@code rollout_sticky_violations_total} keys that met
 * another arm though the weights had stayed. {@code rollout_last_refresh_timestamp_seconds}, {@code
 * rollout_store_failures_total} and {@code rollout_declaration_problems} tell of the store and of
 * files. Thread-safe; {@link #show} is for one thread.
 */
public final class RolloutMetrics implements RolloutObserver {

  private static final String ERRORS = "errors";

  private final MeterRegistry registry;
  private final GaugeTable weights;
  private final GaugeTable outcomes;
  private final Counter failures;
  private final Map<String, ArmsReport> reports = new ConcurrentHashMap<>();
  private volatile double refreshed;
  private volatile int problems;

  /** Metrics in {@code registry}, which are there before anything happens. */
  public RolloutMetrics(MeterRegistry registry) {
    this.registry = registry;
    weights =
        new GaugeTable(registry, "rollout.weight", "Share of the traffic that an arm should get");
    outcomes =
        new GaugeTable(
            registry,
            "experiment.outcome.ratio",
            "Share of errors and mean of outcomes of an arm, over all replicas");
    failures =
        Counter.builder("rollout.store.failures")
            .description("Attempts to follow or judge rollouts that failed")
            .register(registry);
    Gauge.builder("rollout.last.refresh.timestamp.seconds", this, metrics -> metrics.refreshed)
        .description("When rollouts were last read from the store")
        .strongReference(true)
        .register(registry);
    Gauge.builder("rollout.declaration.problems", this, metrics -> metrics.problems)
        .description("Files of rollouts that cannot be followed")
        .strongReference(true)
        .register(registry);
    Stream.of("begin", "advance", "reweigh", "settle", "promote", "roll_back", "hold")
        .forEach(this::decisions);
  }

  /** Shows what {@code counters} know. */
  public void showViolations(ArmCounters counters) {
    FunctionCounter.builder(
            "rollout.sticky.violations", counters, each -> (double) each.stickyViolations())
        .description("Sampled keys that met another arm though the weights had stayed")
        .register(registry);
  }

  /** What holds since then. */
  public void show(List<Rollout> rollouts, Instant now) {
    Map<Tags, Double> shares = new HashMap<>();
    Map<Tags, Double> ratios = new HashMap<>();
    for (Rollout rollout : rollouts) {
      Map<String, Integer> slots = rollout.split().slots().weights();
      ArmsReport report = reports.get(rollout.name());
      for (Arm arm : rollout.split().arms()) {
        String model = RolloutRequestMetrics.model(rollout.target());
        Tags tags = Tags.of("model", model, "arm", arm.name());
        shares.put(tags, (double) slots.getOrDefault(arm.name(), 0) / Slots.COUNT);
        if (report != null && report.began().equals(rollout.began())) {
          addRatios(ratios, rollout.name(), arm.name(), report.of(arm.name()));
        }
      }
    }
    reports.keySet().retainAll(rollouts.stream().map(Rollout::name).collect(Collectors.toSet()));
    weights.show(shares);
    outcomes.show(ratios);
    refreshed = now.toEpochMilli() / 1e3;
  }

  /** So many files cannot be followed. */
  public void showProblems(int files) {
    problems = files;
  }

  /** The store could not be followed. */
  public void storeFailed() {
    failures.increment();
  }

  @Override
  public void happened(Rollout rollout, RolloutEvent event) {
    decisions(event.kind().replace('-', '_')).increment();
  }

  @Override
  public void seen(Rollout rollout, ArmsReport report) {
    reports.put(rollout.name(), report);
  }

  private static void addRatios(
      Map<Tags, Double> ratios, String experiment, String arm, ArmStatistics seen) {
    Tags tags = Tags.of("experiment", experiment, "arm", arm);
    if (seen.requests() > 0) {
      ratios.put(tags.and("metric", ERRORS), (double) seen.errors() / seen.requests());
    }
    seen.outcomes()
        .forEach((metric, values) -> ratios.put(tags.and("metric", metric), values.mean()));
  }

  private Counter decisions(String decision) {
    return Counter.builder("rollout.decisions")
        .description("Changes of rollouts, by what was decided")
        .tag("decision", decision)
        .register(registry);
  }
}
