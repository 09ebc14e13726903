package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.monitor.HandMadeMonitors;
import io.salver.monitor.ModelMonitor;
import io.salver.monitor.MonitorReport;
import io.salver.monitor.Sample;
import io.salver.monitor.TestProfiles;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.Profile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names and labels of what is shown of drift, and which features have a name of their own. */
final class DriftMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DriftMetrics metrics = new DriftMetrics(registry, 20, model -> 7);
  private final HandMadeMonitors monitors = new HandMadeMonitors();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drift_statistic{feature=\"x\",model=\"m\",test=\"psi\",version=\"2\",window=\"15m\"} ",
        "drift_statistic{feature=\"x\",model=\"m\",test=\"ks\",version=\"2\",window=\"15m\"} ",
        "drift_statistic{feature=\"c\",model=\"m\",test=\"chi2\",version=\"2\",window=\"15m\"} ",
        "drift_effect{feature=\"x\",model=\"m\",test=\"wasserstein\",version=\"2\",window=\"15m\"}",
        "drift_threshold{feature=\"x\",model=\"m\",test=\"psi\",version=\"2\",window=\"15m\"} 0.08",
        "drift_p_value{feature=\"x\",model=\"m\",test=\"psi\",version=\"2\",window=\"15m\"} ",
        "drift_detected{feature=\"x\",model=\"m\",version=\"2\"} 1.0",
        "drift_detected{feature=\"c\",model=\"m\",version=\"2\"} 0.0",
        "drift_detected{feature=\"prediction.score\",model=\"m\",version=\"2\"} 0.0",
        "drift_window_samples{model=\"m\",version=\"2\",window=\"15m\"} 600.0",
        "drift_last_update_timestamp_seconds{model=\"m\",version=\"2\"} 1.76757",
        "drift_pane_seconds{model=\"m\",version=\"2\"} 180.0",
        "drift_dropped_samples_total{model=\"m\",version=\"2\"} 7.0",
        "data_quality_ratio{feature=\"x\",kind=\"missing\",model=\"m\",version=\"2\"} 0.0",
        "data_quality_ratio{feature=\"x\",kind=\"out_of_range\",model=\"m\",version=\"2\"} 0",
        "data_quality_ratio{feature=\"c\",kind=\"new_category\",model=\"m\",version=\"2\"} 0.0",
      })
  void the_contract_is_kept(String line) {
    monitors.panes(monitors.load("m", 2, TestProfiles.small()), 20, 1);
    metrics.show(reports());
    assertThat(registry.getMeters()).extracting(DriftMetricsTest::line).anyMatch(starts(line));
  }

  private static Predicate<String> starts(String line) {
    return each -> each.startsWith(line);
  }

  /** As Prometheus reads it. */
  private static String line(Meter meter) {
    Meter.Id id = meter.getId();
    String labels =
        id.getTags().stream()
            .map(tag -> tag.getKey() + "=\"" + tag.getValue() + "\"")
            .collect(Collectors.joining(","));
    String total = id.getType() == Meter.Type.COUNTER ? "_total" : "";
    return "%s%s{%s} %s"
        .formatted(
            id.getName().replace('.', '_'),
            total,
            labels,
            meter.measure().iterator().next().getValue());
  }

  @Test
  void the_meters_of_a_version_go_with_it() {
    monitors.panes(monitors.load("m", 2, TestProfiles.small()), 20, 1);
    monitors.load("m", 3, TestProfiles.small());
    metrics.show(reports());
    assertThat(versions()).containsExactlyInAnyOrder("2", "3");
    monitors.unload("m", 2);
    metrics.show(reports());
    assertThat(versions()).containsExactly("3");
    monitors.unload("m", 3);
    metrics.show(reports());
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void values_follow_the_window() {
    ModelMonitor monitor = monitors.load("m", 2, TestProfiles.small());
    monitors.panes(monitor, 6, 0);
    metrics.show(reports());
    double before = gauge("drift.statistic", "x", "ks").value();
    monitors.panes(monitor, 6, 1);
    assertThat(gauge("drift.statistic", "x", "ks").value()).isEqualTo(before);
    metrics.show(reports());
    assertThat(gauge("drift.statistic", "x", "ks").value()).isGreaterThan(before + .2);
  }

  @Test
  void only_the_worst_features_have_a_name_and_the_others_are_one() {
    ModelMonitor monitor = monitors.load("wide", 1, wide(50));
    for (int row = 0; row < 1_000; row++) {
      monitor.accept(row(50, 1.0 / 60));
    }
    metrics.show(reports());
    Set<String> shown = features();
    assertThat(shown)
        .hasSize(21)
        .contains("other", "f49", "f48", "f40")
        .doesNotContain("f20", "f0");
    assertThat(gauge("drift.statistic", "other", "wasserstein").value())
        .as("the worst of the others")
        .isLessThan(gauge("drift.statistic", "f40", "wasserstein").value())
        .isGreaterThan(0.2);
  }

  @Test
  void names_do_not_come_and_go_by_chance() {
    ModelMonitor monitor = monitors.load("wide", 1, wide(30));
    for (int row = 0; row < 1_000; row++) {
      monitor.accept(row(30, 0.0001));
    }
    metrics.show(reports());
    Set<String> before = features();
    for (int row = 0; row < 20; row++) {
      monitor.accept(row(30, 0.0001));
    }
    metrics.show(reports());
    Set<String> stayed = features();
    stayed.retainAll(before);
    assertThat(stayed).hasSizeGreaterThanOrEqualTo(19);
  }

  private final SplittableRandom random = new SplittableRandom(3);

  private Sample row(int features, double shift) {
    Sample.Builder row = Sample.builder();
    for (int feature = 0; feature < features; feature++) {
      row.feature("f" + feature, random.nextGaussian() + feature * shift);
    }
    return row.build();
  }

  private static Profile wide(int features) {
    Map<String, FeatureProfile> profiles = new LinkedHashMap<>();
    FeatureProfile normal = TestProfiles.normal(new SplittableRandom(1));
    for (int feature = 0; feature < features; feature++) {
      profiles.put("f" + feature, normal);
    }
    return new Profile(profiles, Map.of(), Map.of());
  }

  private List<MonitorReport> reports() {
    return monitors.all().stream().map(ModelMonitor::snapshot).toList();
  }

  private Gauge gauge(String name, String feature, String test) {
    return registry.get(name).tag("feature", feature).tag("test", test).gauge();
  }

  private Set<String> features() {
    return tags("feature");
  }

  private Set<String> versions() {
    return tags("version");
  }

  private Set<String> tags(String key) {
    return Search.in(registry).tagKeys(key).meters().stream()
        .map(Meter::getId)
        .map(id -> String.valueOf(id.getTag(key)))
        .collect(Collectors.toSet());
  }
}
