package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.model.ModelId;
import io.salver.monitor.FakeTime;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.QualityMonitor;
import io.salver.rollout.Rollout;
import io.salver.rollout.Rollouts;
import io.salver.serving.LoadedVersion;
import io.salver.serving.QueueStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A series that stays is never taken away for a moment while others are shown: a scrape just then
 * would miss it, and Prometheus would call it stale.
 */
final class KeptSeriesTest {

  private static final VersionState READY = new VersionState.Ready(Instant.EPOCH);
  private static final VersionState UNLOADED = new VersionState.Unloaded(Instant.EPOCH);

  private final List<String> removed = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FakeTime time = new FakeTime();

  KeptSeriesTest() {
    registry.config().onMeterRemoved(meter -> removed.add(line(meter)));
  }

  @Test
  void versions_stay_while_others_come_and_go() {
    List<ModelId> models = List.of(new ModelId("a", 1), new ModelId("b", 1));
    Supplier<List<QueueStatus>> queues =
        () -> models.stream().map(id -> new QueueStatus(id, 0, 0, 8, 0, 1, 8)).toList();
    Supplier<List<LoadedVersion>> loaded =
        () -> models.stream().map(id -> new LoadedVersion(id, "onnx", "00", 1)).toList();
    LifecycleMetrics metrics =
        new LifecycleMetrics(registry, new CapacityMetrics(registry, queues), loaded);
    models.forEach(id -> metrics.changed(snapshot(id, READY)));
    assertThat(removed).isEmpty();
    metrics.changed(snapshot(new ModelId("b", 1), UNLOADED));
    assertThat(removed).isNotEmpty().allMatch(line -> line.contains("model=b"));
  }

  @Test
  void quality_stays_while_that_of_others_comes_and_goes() {
    QualityMetrics metrics = new QualityMetrics(registry);
    metrics.show(List.of(quality("a").report()));
    metrics.show(List.of(quality("a").report(), quality("b").report()));
    assertThat(removed).isEmpty();
    metrics.show(List.of(quality("a").report()));
    assertThat(removed).isNotEmpty().allMatch(line -> line.contains("model=b"));
  }

  @Test
  void rollouts_stay_while_others_come_and_go() {
    RolloutMetrics metrics = new RolloutMetrics(registry);
    Rollout first = Rollouts.canary("r", "a").begin(Rollouts.START);
    Rollout second = Rollouts.canary("s", "b").begin(Rollouts.START);
    metrics.show(List.of(first), Rollouts.START);
    metrics.show(List.of(first, second), Rollouts.START);
    assertThat(removed).isEmpty();
    metrics.show(List.of(first), Rollouts.START);
    assertThat(removed).isNotEmpty().allMatch(line -> line.contains("model=b"));
  }

  @Test
  void a_value_is_there_as_soon_as_its_series_is() {
    List<Double> first = new ArrayList<>();
    registry
        .config()
        .onMeterAdded(meter -> first.add(meter.measure().iterator().next().getValue()));
    new QualityMetrics(registry).show(List.of(quality("a").report()));
    assertThat(first).isNotEmpty().doesNotContain(Double.NaN);
  }

  private QualityMonitor quality(String model) {
    return new QualityMonitor(new ModelId(model, 1), OutcomeSettings.DEFAULT, time, time);
  }

  private static VersionSnapshot snapshot(ModelId id, VersionState state) {
    return new VersionSnapshot(id, state, state == READY, Optional.empty());
  }

  private static String line(Meter meter) {
    return Stream.concat(
            Stream.of(meter.getId().getName()),
            meter.getId().getTags().stream().map(tag -> tag.getKey() + "=" + tag.getValue()))
        .toList()
        .toString();
  }
}
