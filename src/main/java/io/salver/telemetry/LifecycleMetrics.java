package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.salver.lifecycle.LifecycleObserver;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.model.ModelId;
import io.salver.serving.LoadedVersion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Shows where each version is in its life: {@code serving_model_state} (one-hot), {@code
 * serving_model_load_seconds} and {@code serving_model_loads_total}; which bytes it is, {@code
 * serving_model_info}, always 1, and how many, {@code serving_model_memory_bytes}. Thread-safe.
 */
public final class LifecycleMetrics implements LifecycleObserver {

  private enum State {
    PENDING,
    LOADING,
    READY,
    DRAINING,
    UNLOADED,
    FAILED;

    static State of(VersionState state) {
      return switch (state) {
        case VersionState.Pending _ -> PENDING;
        case VersionState.Loading _ -> LOADING;
        case VersionState.Ready _ -> READY;
        case VersionState.Draining _ -> DRAINING;
        case VersionState.Unloaded _ -> UNLOADED;
        case VersionState.Failed _ -> FAILED;
      };
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final MeterRegistry registry;
  private final CapacityMetrics capacity;
  private final ConcurrentMap<ModelId, State> states = new ConcurrentHashMap<>();

  private final Supplier<List<LoadedVersion>> loaded;
  private final MultiGauge info;
  private final MultiGauge memory;

  /**
   * Metrics in {@code registry}; {@code capacity} shows the versions that are ready or drain.
   *
   * @param loaded what is in memory, in the order of the loads; read when the metrics are
   */
  public LifecycleMetrics(
      MeterRegistry registry, CapacityMetrics capacity, Supplier<List<LoadedVersion>> loaded) {
    this.registry = registry;
    this.capacity = capacity;
    this.loaded = loaded;
    this.info =
        MultiGauge.builder("serving.model.info")
            .description("Which artefact a version is")
            .register(registry);
    this.memory =
        MultiGauge.builder("serving.model.memory")
            .description("Memory of the weights, by estimate; of both lives while one is reloaded")
            .baseUnit("bytes")
            .register(registry);
    loads(true); // visible at 0
    loads(false);
  }

  @Override
  public void changed(VersionSnapshot version) {
    if (states.put(version.id(), State.of(version.state())) == null) {
      register(version.id());
    }
    List<ModelId> shown =
        states.entrySet().stream()
            .filter(entry -> entry.getValue() == State.READY || entry.getValue() == State.DRAINING)
            .map(Map.Entry::getKey)
            .toList();
    capacity.show(shown);
    info.register(shown.stream().flatMap(id -> identity(id).stream()).toList(), false);
    memory.register(shown.stream().map(this::weights).toList(), false);
  }

  @Override
  public void loaded(ModelId id, Duration took, boolean succeeded) {
    Buckets.timer("serving.model.load", tags(id))
        .description("Time to load a version, warm-up included")
        .register(registry)
        .record(took);
    loads(succeeded).increment();
  }

  private Counter loads(boolean succeeded) {
    return Counter.builder("serving.model.loads")
        .description("Loads of models, by result")
        .tags(Tags.of("result", succeeded ? "success" : "failure"))
        .register(registry);
  }

  private Optional<MultiGauge.Row<?>> identity(ModelId id) {
    return loaded.get().reversed().stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .map(version -> tags(id).and("backend", version.backend(), "sha256", version.sha256()))
        .map(tags -> MultiGauge.Row.of(tags, () -> 1));
  }

  private MultiGauge.Row<?> weights(ModelId id) {
    return MultiGauge.Row.of(tags(id).and("kind", "weights"), () -> bytes(id));
  }

  private long bytes(ModelId id) {
    return loaded.get().stream()
        .filter(version -> version.id().equals(id))
        .mapToLong(LoadedVersion::bytes)
        .sum();
  }

  private void register(ModelId id) {
    for (State state : State.values()) {
      Gauge.builder("serving.model.state", () -> states.get(id) == state ? 1 : 0)
          .description("1 for the state a version is in, 0 for the others")
          .tags(tags(id).and("state", state.label()))
          .register(registry);
    }
  }

  private static Tags tags(ModelId id) {
    return Tags.of("model", id.name(), "version", String.valueOf(id.version()));
  }
}
