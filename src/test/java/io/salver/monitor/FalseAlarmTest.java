package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.drift.Correction;
import io.salver.monitor.drift.DriftPolicy;
import io.salver.monitor.drift.DriftState;
import io.salver.monitor.drift.DriftTest;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.Profile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often features alarm whose distribution has not changed, beside what is promised. */
final class FalseAlarmTest {

  private static final Duration PANE = Duration.ofMinutes(3);
  private static final List<String> LETTERS = List.of("a", "b", "c", "d");

  /** The p-values alone, without the thresholds that hide their errors. */
  @ParameterizedTest
  @EnumSource(names = {"POPULATION_STABILITY", "KOLMOGOROV_SMIRNOV", "JENSEN_SHANNON"})
  void a_window_errs_at_most_at_the_level_over_all_features(DriftTest test) {
    double level = 0.1;
    int windows = 600;
    DriftPolicy policy = policy(level, 1, test);
    Simulation simulation =
        new Simulation(policy, 4, new WindowSettings(PANE, 1, WindowSettings.Kind.TUMBLING));
    int erring = 0;
    for (int window = 0; window < windows; window++) {
      simulation.pane(300);
      erring += simulation.states().contains(DriftState.DRIFTED) ? 1 : 0;
    }
    assertThat(erring / (double) windows).isLessThan(level + 0.035);
    assertThat(erring).isPositive();
  }

  /**
   * At a level that can be seen: of the panes, each of which may begin a row, at most {@code
   * (level/features)ⁿ} do, for each feature.
   */
  @Test
  void rows_of_disjoint_windows_err_at_most_as_often_as_their_product() {
    int features = 2;
    double level = 0.4;
    int panes = 2_000;
    DriftPolicy policy = policy(level, 2, DriftTest.POPULATION_STABILITY);
    Simulation simulation =
        new Simulation(
            policy,
            features,
            new WindowSettings(PANE.multipliedBy(3), 3, WindowSettings.Kind.SLIDING));
    int alarms = 0;
    List<DriftState> before = simulation.states();
    for (int pane = 0; pane < panes; pane++) {
      simulation.pane(80);
      List<DriftState> now = simulation.states();
      for (int feature = 0; feature < before.size(); feature++) {
        boolean begins = now.get(feature) == DriftState.DRIFTED;
        alarms += begins && before.get(feature) != DriftState.DRIFTED ? 1 : 0;
      }
      before = now;
    }
    double promised = panes * features * Math.pow(level / features, 2);
    assertThat(alarms).isPositive().isLessThan((int) promised);
  }

  @Test
  void with_the_defaults_ten_features_raise_no_alarm_in_a_day() {
    Simulation simulation = new Simulation(DriftPolicy.DEFAULT, 10, WindowSettings.DEFAULT);
    for (int pane = 0; pane < 480; pane++) {
      simulation.pane(60);
      assertThat(simulation.states()).doesNotContain(DriftState.DRIFTED);
    }
  }

  private static DriftPolicy policy(double level, int windows, DriftTest numeric) {
    Map<DriftTest, Double> none = new LinkedHashMap<>();
    for (DriftTest test : DriftTest.values()) {
      none.put(test, 0.0);
    }
    return new DriftPolicy(
        level, Correction.HOLM, windows, 100, none, numeric, DriftTest.POPULATION_STABILITY, 1);
  }

  /** Half of the features are numbers, half categories. */
  private static final class Simulation {

    private final SplittableRandom random = new SplittableRandom(17);
    private final FakeTime time = new FakeTime();
    private final int features;
    private final ModelMonitor monitor;

    Simulation(DriftPolicy policy, int features, WindowSettings window) {
      this.features = features;
      Map<String, FeatureProfile> profiles = new LinkedHashMap<>();
      for (int feature = 0; feature < features; feature++) {
        profiles.put(
            "f" + feature,
            feature % 2 == 0
                ? TestProfiles.normal(random)
                : TestProfiles.categories(
                    Map.of("a", 25_000L, "b", 25_000L, "c", 25_000L, "d", 25_000L)));
      }
      MonitorSettings settings = new MonitorSettings(true, 1, window, policy, 200, Map.of());
      monitor =
          new ModelMonitor(
              new ModelId("m", 1),
              settings,
              new Profile(profiles, Map.of(), Map.of()),
              new DataSketches(),
              time,
              time);
    }

    void pane(int samples) {
      for (int i = 0; i < samples; i++) {
        Sample.Builder sample = Sample.builder();
        for (int feature = 0; feature < features; feature++) {
          if (feature % 2 == 0) {
            sample.feature("f" + feature, random.nextGaussian());
          } else {
            sample.feature("f" + feature, LETTERS.get(random.nextInt(LETTERS.size())));
          }
        }
        monitor.accept(sample.build());
      }
      time.pass(PANE);
    }

    List<DriftState> states() {
      return monitor.snapshot().features().stream()
          .map(feature -> feature.decision().state())
          .toList();
    }
  }
}
