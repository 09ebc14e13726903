package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.profile.Profile;
import io.salver.testkit.FakeModelLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LiveMonitorsTest {

  private static final ModelId ID = Observations.MODEL;

  private final NativeHandles handles = new NativeHandles();
  private final FakeTime time = new FakeTime();
  private Profile profile = TestProfiles.small();
  private final LiveMonitors monitors = monitors(true);

  @AfterEach
  void no_model_is_left_open() {
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }

  @Test
  void a_version_is_watched_from_its_load_until_it_is_closed() {
    assertThat(monitors.all()).isEmpty();
    assertThat(monitors.share(ID)).isZero();
    try (Model _ = load(Map.of("sample", .25))) {
      assertThat(monitors.all()).extracting(ModelMonitor::model).containsExactly(ID);
      assertThat(monitors.of(ID)).isPresent();
      assertThat(monitors.share(ID)).isEqualTo(.25);
      monitors.accept(Observations.of("r", 0));
      assertThat(samples()).isEqualTo(1);
    }
    assertThat(monitors.all()).isEmpty();
    assertThat(monitors.of(ID)).isEmpty();
    assertThat(monitors.share(ID)).isZero();
    monitors.accept(Observations.of("late", 0));
  }

  @Test
  void a_reload_goes_on_with_the_old_window_until_the_old_life_ends() {
    Model older = load(Map.of());
    monitors.accept(Observations.of("r", 0));
    Model newer = load(Map.of("sample", .5));
    monitors.accept(Observations.of("r", 1));
    assertThat(samples()).isEqualTo(2);
    assertThat(monitors.all()).hasSize(1);
    older.close();
    assertThat(monitors.share(ID)).isEqualTo(.5);
    assertThat(samples()).isZero();
    newer.close();
    assertThat(monitors.all()).isEmpty();
  }

  @Test
  void a_load_that_fails_beside_a_version_leaves_that_watched() {
    try (Model _ = load(Map.of())) {
      monitors.accept(Observations.of("r", 0));
      assertThatThrownBy(() -> load("unknown", Map.of())).isInstanceOf(BackendFailure.class);
      assertThat(monitors.all()).extracting(ModelMonitor::model).containsExactly(ID);
      assertThat(samples()).isEqualTo(1);
    }
  }

  @Test
  void more_than_are_looked_at_in_a_second_are_left_out_but_a_batch_after_a_pause_is_not() {
    try (Model _ = load(Map.of())) {
      for (int i = 0; i < 30; i++) {
        monitors.accept(Observations.of("r", i));
      }
      assertThat(samples()).isEqualTo(20);
      assertThat(monitors.leftOut()).isEqualTo(10);
      time.pass(Duration.ofSeconds(1));
      for (int i = 0; i < 3; i++) {
        monitors.accept(Observations.of("r", i));
      }
      assertThat(samples()).isEqualTo(22);
      assertThat(monitors.leftOut()).isEqualTo(11);
    }
  }

  @Test
  void a_wrong_section_makes_the_load_fail_and_is_named() {
    assertThatThrownBy(() -> load(Map.of("windw", "15m")))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("unknown key 'monitor.windw'")
        .hasMessageContaining("monitor.window");
    assertThatThrownBy(() -> load(Map.of("sample", 2)))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("monitor.sample must be a number from 0 to 1, not 2");
    assertThat(monitors.all()).isEmpty();
  }

  @Test
  void keys_that_others_read_are_known() {
    try (Model _ = load(Map.of("slices", List.of("x")))) {
      assertThat(monitors.all()).hasSize(1);
    }
  }

  @Test
  void a_profile_that_cannot_be_read_makes_the_load_fail() {
    LiveMonitors failing =
        new LiveMonitors(
            _ -> {
              throw new BackendFailure("profile.json is not JSON: on purpose");
            },
            Set.of(),
            true,
            2,
            new DataSketches(),
            time,
            time);
    assertThatThrownBy(() -> loader(failing).load(artifact("m", Map.of())))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("profile.json is not JSON");
  }

  @Test
  void a_model_without_profile_is_described() {
    profile = Profile.NONE;
    try (Model _ = load(Map.of())) {
      monitors.accept(Observations.of("r", 0));
      MonitorReport report = monitors.of(ID).orElseThrow().snapshot();
      assertThat(report.features()).extracting(FeatureReport::name).containsExactly("x");
      assertThat(report.features().getFirst().tests()).isEmpty();
    }
  }

  @Test
  void a_model_that_wants_no_watching_has_none() {
    try (Model _ = load(Map.of("enabled", false))) {
      assertThat(monitors.all()).isEmpty();
      assertThat(monitors.share(ID)).isZero();
    }
  }

  @Test
  void where_watching_is_off_sections_are_checked_all_the_same() {
    LiveMonitors off = monitors(false);
    try (Model _ = loader(off).load(artifact("m", Map.of()))) {
      assertThat(off.all()).isEmpty();
      assertThat(off.share(ID)).isZero();
    }
    assertThatThrownBy(() -> loader(off).load(artifact("m", Map.of("sample", 2))))
        .hasMessageContaining("monitor.sample");
  }

  private LiveMonitors monitors(boolean isEnabled) {
    return new LiveMonitors(
        _ -> profile, Set.of("slices"), isEnabled, 2, new DataSketches(), time, time);
  }

  private long samples() {
    return monitors.of(ID).orElseThrow().snapshot().samples();
  }

  private Model load(Map<String, Object> monitor) {
    return load("m", monitor);
  }

  private Model load(String name, Map<String, Object> monitor) {
    return loader(monitors).load(artifact(name, monitor));
  }

  private MonitoredModelLoader loader(LiveMonitors monitors) {
    FakeModelLoader backend =
        new FakeModelLoader(handles)
            .define("m", new Signature(List.of(), List.of()), (inputs, _) -> inputs);
    return new MonitoredModelLoader(backend, List.of(monitors));
  }

  private static ModelArtifact artifact(String name, Map<String, Object> monitor) {
    ModelSpec d = ModelSpec.DEFAULT;
    ModelSpec spec =
        new ModelSpec(
            d.task(),
            d.backend(),
            d.device(),
            d.instances(),
            d.threads(),
            d.versions(),
            d.batching(),
            d.timeout(),
            d.cache(),
            d.warmup(),
            d.signature(),
            d.preprocess(),
            d.postprocess(),
            monitor);
    return new ModelArtifact(
        new ModelId(name, ID.version()), FakeModelLoader.BACKEND, Path.of("none"), spec);
  }
}
