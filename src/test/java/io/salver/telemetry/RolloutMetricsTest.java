package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.rollout.ArmCounters;
import io.salver.rollout.ArmStatistics;
import io.salver.rollout.ArmsReport;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutEvent;
import io.salver.rollout.Rollouts;
import io.salver.rollout.sequential.Summary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The names and labels of what is shown of rollouts. */
final class RolloutMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RolloutMetrics metrics = new RolloutMetrics(registry);
  private final Rollout rollout = Rollouts.canary("r", "adult").begin(Rollouts.START);

  @Test
  void weights_and_outcomes_of_arms_are_shown_while_there_is_the_rollout() {
    ArmStatistics control =
        new ArmStatistics(100, 2, Summary.NONE, Map.of("clicks", Summary.ofEvents(30, 60)));
    metrics.seen(rollout, new ArmsReport(rollout.began(), Map.of("control", control), 1));
    metrics.show(List.of(rollout), Instant.ofEpochSecond(1_700_000_000));
    assertThat(shown())
        .contains(
            "rollout.weight{arm=canary,model=adult} 0.05",
            "rollout.weight{arm=control,model=adult} 0.95",
            "experiment.outcome.ratio{arm=control,experiment=r,metric=errors} 0.02",
            "experiment.outcome.ratio{arm=control,experiment=r,metric=clicks} 0.5",
            "rollout.last.refresh.timestamp.seconds{} 1.7E9");
    metrics.show(List.of(), Instant.EPOCH);
    assertThat(shown())
        .noneMatch(line -> line.startsWith("rollout.weight") || line.startsWith("experiment"));
  }

  @Test
  void decisions_problems_and_violations_are_counted_from_the_start() {
    ArmCounters counters = new ArmCounters();
    metrics.showViolations(counters);
    assertThat(shown())
        .contains("rollout.decisions{decision=roll_back} 0.0", "rollout.sticky.violations{} 0.0");
    counters.assigned(rollout, "control", Optional.of("u"));
    counters.assigned(rollout, "canary", Optional.of("u"));
    metrics.happened(
        rollout, new RolloutEvent("r", 2, Rollouts.START, "ann", "roll-back", "", List.of()));
    metrics.showProblems(2);
    metrics.storeFailed();
    assertThat(shown())
        .contains(
            "rollout.decisions{decision=roll_back} 1.0",
            "rollout.sticky.violations{} 1.0",
            "rollout.declaration.problems{} 2.0",
            "rollout.store.failures{} 1.0");
  }

  private List<String> shown() {
    return registry.getMeters().stream()
        .flatMap(
            meter ->
                meter.getId().getTags().stream()
                    .map(tag -> tag.getKey() + "=" + tag.getValue())
                    .collect(
                        Collectors.collectingAndThen(
                            Collectors.joining(",", meter.getId().getName() + "{", "} "),
                            name ->
                                StreamSupport.stream(meter.measure().spliterator(), false)
                                    .map(measurement -> name + measurement.getValue()))))
        .toList();
  }
}
