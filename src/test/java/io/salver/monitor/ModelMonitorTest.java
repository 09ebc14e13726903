package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.monitor.FeatureReport.Bin;
import io.salver.monitor.FeatureReport.Role;
import io.salver.monitor.drift.DriftState;
import io.salver.monitor.drift.DriftTest;
import io.salver.monitor.drift.TestResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Windows, what is told of them, and what is decided. */
final class ModelMonitorTest extends MonitorFixture {

  @Test
  void a_monitor_that_has_seen_nothing_reports_the_reference() {
    MonitorReport report = monitor.snapshot();
    assertThat(report.model()).isEqualTo(MODEL);
    assertThat(report.samples()).isZero();
    assertThat(report.features()).hasSize(3);
    assertThat(report.features()).allMatch(feature -> feature.tests().isEmpty());
    assertThat(report.features().getFirst().bins()).hasSize(10).allMatch(bin -> bin.window() == 0);
    assertThat(report.lastDecision()).isEmpty();
    assertThat(report.window().name()).isEqualTo("15m");
    assertThat(report.window().from()).isEqualTo(Instant.parse("2026-01-04T23:48:00Z"));
    assertThat(report.window().until()).isEqualTo(Instant.parse("2026-01-05T00:03:00Z"));
  }

  @Test
  void everything_is_told_of_each_feature_before_a_pane_has_ended() {
    feed(400, 0, 0);
    MonitorReport report = monitor.snapshot();
    assertThat(report.samples()).isEqualTo(400);
    assertThat(report.features())
        .extracting(FeatureReport::name)
        .containsExactly("x", "c", "score");
    FeatureReport x = report.features().getFirst();
    assertThat(x.type()).isEqualTo(FeatureReport.Type.NUMBER);
    assertThat(x.total()).isEqualTo(400);
    NumberSummary numbers = x.numbers().orElseThrow();
    assertThat(numbers.mean()).isCloseTo(0, within(.2));
    assertThat(numbers.deviation()).isCloseTo(1, within(.2));
    assertThat(numbers.quantiles()).hasSize(101);
    assertThat(numbers.reference()).hasSize(101);
    assertThat(x.bins()).hasSize(10);
    assertThat(x.bins().getFirst().label()).startsWith("≤ -1.2");
    assertThat(x.tests())
        .extracting(TestResult::test)
        .containsExactly(
            DriftTest.POPULATION_STABILITY,
            DriftTest.KOLMOGOROV_SMIRNOV,
            DriftTest.JENSEN_SHANNON,
            DriftTest.WASSERSTEIN);
    assertThat(x.tests()).noneMatch(TestResult::exceeded);
    assertThat(x.decidingResult().orElseThrow().referenceSize()).isEqualTo(50_000);
    assertThat(x.decidingResult().orElseThrow().windowSize()).isEqualTo(400);
    FeatureReport c = report.features().get(1);
    assertThat(c.bins()).extracting(Bin::label).containsExactly("red", "green", "blue");
    assertThat(c.bins().getFirst().reference()).isEqualTo(.5);
    assertThat(c.tests())
        .extracting(TestResult::test)
        .containsExactly(
            DriftTest.POPULATION_STABILITY, DriftTest.JENSEN_SHANNON, DriftTest.CHI_SQUARED);
    assertThat(report.features().getLast().role()).isEqualTo(Role.PREDICTION);
    assertThat(x.decision().state()).isEqualTo(DriftState.UNKNOWN);
  }

  @Test
  void a_drift_is_decided_after_three_disjoint_windows_and_ends_after_three() {
    panes(5, 0, 0);
    assertThat(state("x")).isEqualTo(DriftState.STABLE);
    panes(4, .8, 0);
    assertThat(state("x")).isIn(DriftState.STABLE, DriftState.SUSPECTED);
    panes(12, .8, 0);
    assertThat(state("x")).isEqualTo(DriftState.DRIFTED);
    assertThat(state("c")).isEqualTo(DriftState.STABLE);
    assertThat(state("score")).isEqualTo(DriftState.STABLE);
    panes(9, 0, 0);
    assertThat(state("x")).isEqualTo(DriftState.DRIFTED);
    panes(9, 0, 0);
    assertThat(state("x")).isEqualTo(DriftState.STABLE);
    assertThat(monitor.snapshot().lastDecision()).contains(time.instant());
  }

  @Test
  void predictions_drift_as_features_do() {
    panes(20, 0, .5);
    assertThat(state("score")).isEqualTo(DriftState.DRIFTED);
    assertThat(state("x")).isEqualTo(DriftState.STABLE);
  }

  @Test
  void too_few_samples_decide_nothing() {
    for (int pane = 0; pane < 30; pane++) {
      feed(30, 3, 0);
      time.pass(PANE);
    }
    assertThat(state("x")).isEqualTo(DriftState.UNKNOWN);
    TestResult result = feature("x").decidingResult().orElseThrow();
    assertThat(result.pValue()).isPresent();
    assertThat(result.adjustedPValue()).isEmpty();
    assertThat(result.exceeded()).isFalse();
  }

  @Test
  void a_significant_difference_that_does_not_matter_is_no_drift() {
    ModelMonitor large = monitor(window(Duration.ofMinutes(15), 1), TestProfiles.small());
    for (int i = 0; i < 60_000; i++) {
      large.accept(sample(random.nextGaussian() + .17, "red", .5));
    }
    TestResult index = large.snapshot().features().getFirst().decidingResult().orElseThrow();
    assertThat(index.pValue().orElseThrow()).isLessThan(1e-3);
    assertThat(index.effect()).isBetween(0.01, 0.06);
    assertThat(index.exceeded()).isFalse();
  }

  @Test
  void old_panes_leave_the_window() {
    feed(100, 0, 0);
    time.pass(PANE.multipliedBy(4));
    assertThat(monitor.snapshot().samples()).isEqualTo(100);
    time.pass(PANE);
    assertThat(monitor.snapshot().samples()).isZero();
  }

  @Test
  void a_long_pause_costs_no_time_and_forgets_no_decision() {
    panes(20, .8, 0);
    assertThat(state("x")).isEqualTo(DriftState.DRIFTED);
    time.pass(Duration.ofDays(3_650));
    assertThat(monitor.snapshot().samples()).isZero();
    assertThat(state("x")).isEqualTo(DriftState.DRIFTED);
  }

  @Test
  void a_jump_of_the_wall_clock_moves_no_window() {
    feed(300, 0, 0);
    MonitorReport.Window before = monitor.snapshot().window();
    for (Duration jump : List.of(Duration.ofDays(40), Duration.ofDays(-80))) {
      time.jump(jump);
      assertThat(monitor.snapshot().window()).isEqualTo(before);
      assertThat(monitor.snapshot().samples()).isEqualTo(300);
    }
  }

  @Test
  void a_tumbling_window_is_reported_when_it_has_ended() {
    WindowSettings window =
        new WindowSettings(PANE.multipliedBy(4), 4, WindowSettings.Kind.TUMBLING);
    monitor = monitor(settings(window, Map.of()), TestProfiles.small());
    for (int pane = 0; pane < 6; pane++) {
      feed(100, 0, 0);
      time.pass(PANE);
    }
    MonitorReport report = monitor.snapshot();
    assertThat(report.samples()).isEqualTo(400);
    assertThat(report.window().from()).isEqualTo(Instant.parse("2026-01-05T00:00:00Z"));
    assertThat(report.window().until()).isEqualTo(Instant.parse("2026-01-05T00:12:00Z"));
    assertThat(report.lastDecision()).contains(report.window().until());
  }
}
