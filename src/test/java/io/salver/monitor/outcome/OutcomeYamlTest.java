package io.salver.monitor.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.MonitorYaml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutcomeYamlTest {

  @Test
  void everything_may_be_absent() {
    assertThat(OutcomeYaml.read(Map.of())).isEqualTo(OutcomeSettings.DEFAULT);
  }

  @Test
  void every_key_is_read_and_those_of_others_are_left_alone() {
    Map<String, Object> monitor =
        Map.of(
            "window",
            "15m",
            "concept",
            "ddm",
            "labels",
            Map.of("share", 0.5, "window", "2d", "panes", 10),
            "slices",
            List.of("sex", Map.of("age", List.of(25, 45.5))));
    OutcomeSettings settings = OutcomeYaml.read(monitor);
    assertThat(settings.share()).isEqualTo(0.5);
    assertThat(settings.window().length()).isEqualTo(Duration.ofDays(2));
    assertThat(settings.window().panes()).isEqualTo(10);
    assertThat(settings.concept()).isEqualTo(OutcomeSettings.Concept.DDM);
    assertThat(settings.slices())
        .containsExactly(
            new SliceSettings("sex", List.of()), new SliceSettings("age", List.of(25.0, 45.5)));
    assertThat(MonitorYaml.read(monitor, OutcomeYaml.KEYS).window().length())
        .isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void nothing_is_remembered_of_a_model_that_is_not_watched() {
    assertThat(OutcomeYaml.read(Map.of("enabled", false)).share()).isZero();
  }

  @Test
  void a_wrong_key_is_named() {
    wrong(Map.of("concept", "adwn"), "monitor.concept must be one of adwin, ddm, none");
    wrong(Map.of("labels", Map.of("shares", 1)), "monitor.labels.share");
    wrong(Map.of("labels", Map.of("share", 2)), "monitor.labels.share must be a number from");
    wrong(Map.of("slices", List.of()), "monitor.slices must be a list");
    wrong(Map.of("slices", List.of("a", "b", "c", "d", "e", "f")), "a list of 1 to 5");
    wrong(Map.of("slices", List.of("a", "a")), "without a feature twice");
    wrong(Map.of("slices", List.of(Map.of("age", List.of(45, 25)))), "ascending edges");
    wrong(Map.of("slices", List.of(7)), "a list of features");
  }

  @ParameterizedTest
  @CsvSource({"17,<25", "25,25..45.5", "45.4,25..45.5", "45.5,>=45.5", "NaN,missing"})
  void numbers_are_grouped_by_edges(double age, String group) {
    SliceSettings slice = new SliceSettings("age", List.of(25.0, 45.5));
    assertThat(slice.group(new FeatureValue.Numeric(age))).isEqualTo(group);
  }

  @Test
  void categories_are_groups_and_what_is_not_there_is_one() {
    SliceSettings slice = new SliceSettings("sex", List.of());
    assertThat(slice.group(new FeatureValue.Category("Male"))).isEqualTo("Male");
    assertThat(slice.group(new FeatureValue.Category(""))).isEqualTo("missing");
    assertThat(slice.group(new FeatureValue.Numeric(3))).isEqualTo("3");
    assertThat(slice.group(FeatureValue.MISSING)).isEqualTo("missing");
  }

  private static void wrong(Map<String, Object> monitor, String message) {
    assertThatThrownBy(() -> OutcomeYaml.read(monitor))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining(message);
  }
}
