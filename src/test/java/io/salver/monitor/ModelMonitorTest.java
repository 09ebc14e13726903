package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.InvalidInput;
import io.salver.model.ModelId;
import io.salver.monitor.FeatureReport.Bin;
import io.salver.monitor.FeatureReport.Role;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.DriftState;
import io.salver.monitor.drift.DriftTest;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.profile.EmbeddingProfile;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.quality.QualityKind;
import io.salver.monitor.quality.QualityResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ModelMonitorTest {

  private static final ModelId MODEL = new ModelId("m", 2);
  private static final Duration PANE = Duration.ofMinutes(3);
  private static final List<String> COLOURS =
      List.of("red", "red", "red", "red", "red", "green", "green", "green", "blue", "blue");

  private final FakeTime time = new FakeTime();
  private final SplittableRandom random = new SplittableRandom(5);
  private ModelMonitor monitor = monitor(MonitorSettings.DEFAULT, TestProfiles.small());

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

  @Test
  void faults_of_values_are_counted_by_kind() {
    for (int i = 0; i < 1_000; i++) {
      Sample.Builder sample = Sample.builder();
      switch (i % 10) {
        case 0 -> sample.feature("x", FeatureValue.MISSING).feature("c", FeatureValue.MISSING);
        case 1 -> sample.feature("x", Double.NaN).feature("c", Double.NaN);
        case 2 -> sample.feature("x", 99).feature("c", "mauve");
        case 3 -> sample.feature("x", Double.POSITIVE_INFINITY).feature("c", 7);
        case 4 -> sample.feature("x", "text").feature("c", new FeatureValue.Wrong());
        default -> sample.feature("x", random.nextGaussian()).feature("c", "red");
      }
      monitor.accept(sample.build());
    }
    assertThat(quality("x", QualityKind.MISSING).ratio()).isEqualTo(.2);
    assertThat(quality("x", QualityKind.OUT_OF_RANGE).ratio()).isCloseTo(.2, within(.005));
    assertThat(quality("x", QualityKind.TYPE_ERROR).count()).isEqualTo(100);
    assertThat(quality("c", QualityKind.MISSING).ratio()).isEqualTo(.2);
    assertThat(quality("c", QualityKind.NEW_CATEGORY).count()).isEqualTo(200);
    assertThat(quality("c", QualityKind.TYPE_ERROR).count()).isEqualTo(100);
    assertThat(quality("x", QualityKind.MISSING).exceeded()).isTrue();
    assertThat(quality("x", QualityKind.MISSING).decision().state()).isEqualTo(DriftState.UNKNOWN);
    assertThat(feature("c").bins())
        .filteredOn(Bin::isNew)
        .extracting(Bin::label)
        .containsExactly("7", "mauve");
    assertThat(feature("x").numbers().orElseThrow().count()).isEqualTo(600);
  }

  @Test
  void a_jump_of_missing_values_that_lasts_is_decided() {
    panes(5, 0, 0);
    for (int pane = 0; pane < 20; pane++) {
      feed(100, 0, 0);
      for (int i = 0; i < 15; i++) {
        monitor.accept(Sample.builder().feature("x", FeatureValue.MISSING).build());
      }
      time.pass(PANE);
    }
    assertThat(quality("x", QualityKind.MISSING).decision().state()).isEqualTo(DriftState.DRIFTED);
    assertThat(state("x")).isEqualTo(DriftState.STABLE);
  }

  @Test
  void a_constant_input_is_told_unless_the_reference_is_one() {
    for (int i = 0; i < 300; i++) {
      monitor.accept(sample(1.5, "green", random.nextDouble()));
    }
    assertThat(quality("x", QualityKind.CONSTANT).exceeded()).isTrue();
    assertThat(quality("c", QualityKind.CONSTANT).exceeded()).isTrue();
    assertThat(quality("score", QualityKind.CONSTANT).exceeded()).isFalse();
    Profile constant =
        new Profile(Map.of("k", TestProfiles.of(new double[] {4, 4, 4}, 0)), Map.of(), Map.of());
    ModelMonitor other = monitor(MonitorSettings.DEFAULT, constant);
    for (int i = 0; i < 300; i++) {
      other.accept(Sample.builder().feature("k", 4).build());
    }
    FeatureReport k = other.snapshot().features().getFirst();
    assertThat(k.quality()).noneMatch(QualityResult::exceeded);
    assertThat(k.tests()).noneMatch(TestResult::exceeded);
    for (int i = 0; i < 300; i++) {
      other.accept(Sample.builder().feature("k", 5).build());
    }
    assertThat(other.snapshot().features().getFirst().tests()).anyMatch(TestResult::exceeded);
  }

  @Test
  void features_without_a_profile_are_described_and_compared_with_nothing() {
    monitor = monitor(MonitorSettings.DEFAULT, Profile.NONE);
    for (int i = 0; i < 300; i++) {
      monitor.accept(sample(i, COLOURS.get(i % 10), .5));
      monitor.accept(Sample.builder().feature("x", "text").build());
    }
    FeatureReport x = feature("x");
    assertThat(x.numbers().orElseThrow().max()).isEqualTo(299);
    assertThat(x.tests()).isEmpty();
    assertThat(x.deciding()).isEmpty();
    assertThat(quality("x", QualityKind.TYPE_ERROR).ratio()).isEqualTo(.5);
    assertThat(quality("x", QualityKind.TYPE_ERROR).pValue()).isEmpty();
    assertThat(feature("c").bins().getFirst()).isEqualTo(new Bin("red", 0, .5, false));
    time.pass(PANE.multipliedBy(2));
    assertThat(state("x")).isEqualTo(DriftState.UNKNOWN);
  }

  @Test
  void features_beyond_the_bound_are_ignored_and_counted() {
    MonitorSettings few =
        new MonitorSettings(true, 1, WindowSettings.DEFAULT, DriftPolicy.DEFAULT, 4, Map.of());
    monitor = monitor(few, TestProfiles.small());
    for (int i = 0; i < 50; i++) {
      monitor.accept(Sample.builder().feature("new " + i, i).build());
    }
    assertThat(monitor.snapshot().features())
        .extracting(FeatureReport::name)
        .containsExactly("x", "c", "score", "new 0");
    assertThat(monitor.snapshot().ignored()).isEqualTo(49);
    time.pass(Duration.ofHours(1));
    assertThat(monitor.snapshot().ignored()).isEqualTo(49);
  }

  @Test
  void a_feature_can_be_left_out_or_have_its_own_threshold() {
    Map<String, MonitorSettings.FeatureSettings> own =
        Map.of(
            "c", new MonitorSettings.FeatureSettings(false, OptionalDouble.empty()),
            "x", new MonitorSettings.FeatureSettings(true, OptionalDouble.of(.9)));
    monitor = monitor(settings(WindowSettings.DEFAULT, own), TestProfiles.small());
    feed(1_000, .7, 0);
    assertThat(monitor.snapshot().features())
        .extracting(FeatureReport::name)
        .containsExactly("x", "score");
    TestResult index = feature("x").decidingResult().orElseThrow();
    assertThat(index.threshold()).isEqualTo(.9);
    assertThat(index.exceeded()).isFalse();
    assertThat(feature("x").tests().get(1).exceeded()).isTrue();
  }

  @Test
  void two_replicas_added_up_equal_one_that_saw_all() {
    ModelMonitor one = monitor(MonitorSettings.DEFAULT, TestProfiles.small());
    ModelMonitor left = monitor(MonitorSettings.DEFAULT, TestProfiles.small());
    ModelMonitor right = monitor(MonitorSettings.DEFAULT, TestProfiles.small());
    for (int i = 0; i < 20_000; i++) {
      Sample sample =
          sample(random.nextGaussian() + .3, COLOURS.get(random.nextInt(10)), random.nextDouble());
      one.accept(sample);
      (i % 3 == 0 ? left : right).accept(sample);
      if (i % 5_000 == 0) {
        time.pass(PANE);
      }
    }
    MonitorReport all = one.snapshot();
    MonitorReport sum = left.snapshot(List.of(right.export()));
    assertThat(sum.samples()).isEqualTo(all.samples());
    for (int i = 0; i < all.features().size(); i++) {
      FeatureReport expected = all.features().get(i);
      FeatureReport actual = sum.features().get(i);
      assertThat(actual.total()).isEqualTo(expected.total());
      assertThat(actual.quality()).isEqualTo(expected.quality());
      if (expected.type() == FeatureReport.Type.CATEGORY) {
        assertThat(actual).isEqualTo(expected);
        continue;
      }
      assertThat(actual.numbers().orElseThrow().mean())
          .isCloseTo(expected.numbers().orElseThrow().mean(), within(1e-9));
      for (int bin = 0; bin < expected.bins().size(); bin++) {
        assertThat(actual.bins().get(bin).window())
            .isCloseTo(expected.bins().get(bin).window(), within(.04));
      }
      assertThat(actual.tests().get(1).statistic())
          .isCloseTo(expected.tests().get(1).statistic(), within(.04));
    }
    assertThat(left.snapshot().samples()).as("its own stay its own").isLessThan(all.samples());
  }

  @Test
  void counts_of_something_else_are_refused() {
    feed(100, 0, 0);
    byte[] whole = monitor.export();
    for (byte[] bytes :
        List.of(new byte[0], new byte[100], Arrays.copyOf(whole, whole.length / 2))) {
      assertThatExceptionOfType(InvalidInput.class)
          .isThrownBy(() -> monitor.snapshot(List.of(bytes)))
          .withMessageContaining("not the counts of this model");
    }
    Profile other =
        new Profile(Map.of("c", TestProfiles.categories(Map.of("a", 5L))), Map.of(), Map.of());
    ModelMonitor different = monitor(MonitorSettings.DEFAULT, other);
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> different.snapshot(List.of(whole)));
  }

  @Test
  void embeddings_are_compared_by_their_mean_discrepancy() {
    double[] means = new double[64];
    Arrays.fill(means, 0, 32, Math.exp(-.5 * 4 / 16) / Math.sqrt(32));
    Profile profile =
        new Profile(
            Map.of(),
            Map.of(),
            Map.of("end", new EmbeddingProfile(50_000, 4, 4, 1, means, .2, .01)));
    monitor = monitor(MonitorSettings.DEFAULT, profile);
    for (int i = 0; i < 500; i++) {
      float[] vector = new float[4];
      Arrays.fill(vector, (float) random.nextGaussian() + 5);
      monitor.accept(Sample.builder().embedding("end", vector).embedding("other", vector).build());
      monitor.accept(Sample.builder().embedding("end", new float[3]).build());
      monitor.accept(Sample.builder().embedding("end", new float[] {1, 2, 3, Float.NaN}).build());
    }
    FeatureReport end = feature("end");
    assertThat(end.role()).isEqualTo(Role.EMBEDDING);
    assertThat(end.tests()).hasSize(1);
    assertThat(end.tests().getFirst().exceeded()).isTrue();
    assertThat(end.tests().getFirst().windowSize()).isEqualTo(500);
    assertThat(quality("end", QualityKind.TYPE_ERROR).count()).isEqualTo(1_000);
    assertThat(monitor.snapshot().ignored()).isEqualTo(500);
    assertThat(monitor.snapshot(List.of(monitor.export())).features().getFirst().total())
        .isEqualTo(3_000);
  }

  private void panes(int count, double shift, double scoreShift) {
    for (int pane = 0; pane < count; pane++) {
      feed(150, shift, scoreShift);
      time.pass(PANE);
    }
  }

  private void feed(int count, double shift, double scoreShift) {
    for (int i = 0; i < count; i++) {
      monitor.accept(
          sample(
              random.nextGaussian() + shift,
              COLOURS.get(random.nextInt(COLOURS.size())),
              random.nextDouble() * (1 - scoreShift)));
    }
  }

  private static Sample sample(double x, String colour, double score) {
    return Sample.builder().feature("x", x).feature("c", colour).prediction("score", score).build();
  }

  private FeatureReport feature(String name) {
    return monitor.snapshot().features().stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private DriftState state(String name) {
    return feature(name).decision().state();
  }

  private QualityResult quality(String feature, QualityKind kind) {
    return feature(feature).quality().stream()
        .filter(quality -> quality.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private static MonitorSettings window(Duration length, int panes) {
    return settings(new WindowSettings(length, panes, WindowSettings.Kind.SLIDING), Map.of());
  }

  private static MonitorSettings settings(
      WindowSettings window, Map<String, MonitorSettings.FeatureSettings> features) {
    return new MonitorSettings(true, 1, window, DriftPolicy.DEFAULT, 200, features);
  }

  private ModelMonitor monitor(MonitorSettings settings, Profile profile) {
    return new ModelMonitor(MODEL, settings, profile, new DataSketches(), time, time);
  }
}
