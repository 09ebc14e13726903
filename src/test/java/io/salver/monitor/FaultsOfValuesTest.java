package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.monitor.FeatureReport.Bin;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.DriftState;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.quality.QualityKind;
import io.salver.monitor.quality.QualityResult;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What is wrong with values, and which values are looked at. */
final class FaultsOfValuesTest extends MonitorFixture {

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
}
