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
import io.salver.monitor.log.LoggedModels;
import io.salver.testkit.FakeModelLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MonitoredModelLoaderTest {

  private static final ModelArtifact ARTIFACT =
      new ModelArtifact(
          Observations.MODEL, FakeModelLoader.BACKEND, Path.of("none"), ModelSpec.DEFAULT);

  private final NativeHandles handles = new NativeHandles();
  private final List<String> told = new ArrayList<>();
  private final FakeModelLoader backend = new FakeModelLoader(handles);

  @AfterEach
  void no_model_is_left_open() {
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }

  @Test
  void lives_begin_before_the_load_and_end_backwards() {
    define();
    try (Model _ = loader(lives("a"), lives("b")).load(ARTIFACT)) {
      assertThat(told).containsExactly("a begins", "b begins");
    }
    assertThat(told).containsExactly("a begins", "b begins", "b ends", "a ends");
  }

  @Test
  void a_load_that_fails_ends_all_lives() {
    assertThatThrownBy(() -> loader(lives("a"), lives("b")).load(ARTIFACT))
        .isInstanceOf(BackendFailure.class);
    assertThat(told).containsExactly("a begins", "b begins", "b ends", "a ends");
  }

  @Test
  void a_life_that_cannot_begin_ends_those_before_it_and_nothing_is_loaded() {
    define();
    ModelLives wrong =
        _ -> {
          throw new BackendFailure("monitor is wrong");
        };
    assertThatThrownBy(() -> loader(lives("a"), wrong, lives("b")).load(ARTIFACT))
        .hasMessageContaining("monitor is wrong");
    assertThat(told).containsExactly("a begins", "a ends");
  }

  @Test
  void a_life_that_cannot_end_does_not_keep_others_from_it() {
    define();
    ModelLives sticky =
        _ ->
            () -> {
              throw new IllegalStateException("on purpose");
            };
    Model model = loader(lives("a"), sticky).load(ARTIFACT);
    assertThatThrownBy(model::close).hasMessageContaining("on purpose");
    assertThat(told).containsExactly("a begins", "a ends");
  }

  @Test
  void what_a_version_wants_of_the_log_holds_for_what_is_under_way_when_it_is_gone() {
    define();
    LoggedModels logged = new LoggedModels();
    assertThat(logged.of(Observations.MODEL)).isEmpty();
    Model older = loader(logged).load(ARTIFACT);
    Model newer = loader(logged).load(ARTIFACT);
    newer.close();
    assertThat(logged.of(Observations.MODEL)).isPresent();
    older.close();
    assertThat(logged.of(Observations.MODEL)).isPresent();
  }

  @Test
  void of_versions_that_are_gone_the_last_thousand_are_remembered() {
    LivesByVersion<String> lives = new LivesByVersion<>();
    for (int version = 1; version <= 1_001; version++) {
      lives.begin(new ModelId("m", version), "v" + version).close();
    }
    assertThat(lives.latest(new ModelId("m", 1))).isEmpty();
    assertThat(lives.latest(new ModelId("m", 2))).contains("v2");
    assertThat(lives.latest(new ModelId("m", 1_001))).contains("v1001");
    assertThat(lives.oldest(new ModelId("m", 1_001))).isEmpty();
    assertThat(lives.allNewest()).isEmpty();
  }

  private void define() {
    var unused =
        backend.define(
            Observations.MODEL.name(), new Signature(List.of(), List.of()), (inputs, _) -> inputs);
  }

  private MonitoredModelLoader loader(ModelLives... lives) {
    return new MonitoredModelLoader(backend, List.of(lives));
  }

  private ModelLives lives(String name) {
    return _ -> {
      told.add(name + " begins");
      return () -> told.add(name + " ends");
    };
  }
}
