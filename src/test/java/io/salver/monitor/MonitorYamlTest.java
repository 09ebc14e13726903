package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.monitor.drift.Correction;
import io.salver.monitor.drift.DriftTest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MonitorYamlTest {

  @Test
  void without_keys_everything_is_at_its_default() {
    assertThat(read(Map.of())).isEqualTo(MonitorSettings.DEFAULT);
  }

  @Test
  void every_key_is_read() {
    MonitorSettings settings =
        read(
            Map.ofEntries(
                Map.entry("enabled", false),
                Map.entry("profile", "other.json"),
                Map.entry("sample", 0.25),
                Map.entry("window", "1h"),
                Map.entry("panes", 12),
                Map.entry("kind", "tumbling"),
                Map.entry("level", 0.05),
                Map.entry("correction", "benjamini-hochberg"),
                Map.entry("persistence", 2),
                Map.entry("least-samples", 50),
                Map.entry("tests", Map.of("number", "ks", "category", "chi2")),
                Map.entry("thresholds", Map.of("psi", 0.2, "mmd", 1)),
                Map.entry("quality-increase", 0.1),
                Map.entry("most-features", 30),
                Map.entry("features", Map.of("age", Map.of("threshold", 0.3, "watch", false)))));
    assertThat(settings.isEnabled()).isFalse();
    assertThat(settings.sample()).isEqualTo(.25);
    assertThat(settings.window())
        .isEqualTo(new WindowSettings(Duration.ofHours(1), 12, WindowSettings.Kind.TUMBLING));
    assertThat(settings.drift().level()).isEqualTo(.05);
    assertThat(settings.drift().correction()).isEqualTo(Correction.BENJAMINI_HOCHBERG);
    assertThat(settings.drift().windows()).isEqualTo(2);
    assertThat(settings.drift().leastSamples()).isEqualTo(50);
    assertThat(settings.drift().numeric()).isEqualTo(DriftTest.KOLMOGOROV_SMIRNOV);
    assertThat(settings.drift().category()).isEqualTo(DriftTest.CHI_SQUARED);
    assertThat(settings.drift().threshold(DriftTest.POPULATION_STABILITY)).isEqualTo(.2);
    assertThat(settings.drift().threshold(DriftTest.MAXIMUM_MEAN_DISCREPANCY)).isEqualTo(1);
    assertThat(settings.drift().threshold(DriftTest.KOLMOGOROV_SMIRNOV)).isEqualTo(.11);
    assertThat(settings.drift().qualityIncrease()).isEqualTo(.1);
    assertThat(settings.mostFeatures()).isEqualTo(30);
    assertThat(settings.feature("age").isWatched()).isFalse();
    assertThat(settings.feature("age").threshold()).hasValue(.3);
    assertThat(settings.feature("other")).isEqualTo(MonitorSettings.FeatureSettings.DEFAULT);
  }

  @Test
  void keys_of_others_are_left_to_them() {
    assertThat(MonitorYaml.read(Map.of("log", Map.of()), Set.of("log")))
        .isEqualTo(MonitorSettings.DEFAULT);
  }

  @Test
  void what_is_wrong_is_named() {
    wrong(
        Map.of("windw", "1h"),
        "unknown key 'monitor.windw'; the nearest known one is 'monitor.window'");
    wrong(Map.of("window", "10ms"), "monitor.window must be a duration of at least 1s, not 10ms");
    wrong(Map.of("window", 15), "monitor.window must be text, not 15");
    wrong(Map.of("sample", 1.5), "monitor.sample must be a number from 0 to 1, not 1.5");
    wrong(Map.of("panes", 0), "monitor.panes must be a whole number from 1 to 60, not 0");
    wrong(Map.of("kind", "hopping"), "monitor.kind must be one of sliding, tumbling, not hopping");
    wrong(
        Map.of("tests", Map.of("number", "chi2")),
        "monitor.tests.number must be one of psi, ks, js, wasserstein, not chi2");
    wrong(Map.of("thresholds", Map.of("psy", 1)), "unknown key 'monitor.thresholds.psy'");
    wrong(Map.of("thresholds", Map.of("psi", -1)), "monitor.thresholds.psi must be a number");
    wrong(
        Map.of("features", Map.of("a", 1)), "monitor.features.a must be a mapping of keys, not 1");
    wrong(
        Map.of("features", Map.of("a", Map.of("wach", true))),
        "unknown key 'monitor.features.a.wach'");
    wrong(Map.of("enabled", "yes"), "monitor.enabled must be true or false, not yes");
  }

  private static MonitorSettings read(Map<String, Object> monitor) {
    return MonitorYaml.read(monitor, Set.of());
  }

  private static void wrong(Map<String, Object> monitor, String message) {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> read(monitor))
        .withMessageContaining(message);
  }
}
