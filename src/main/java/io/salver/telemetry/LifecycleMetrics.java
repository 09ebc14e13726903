package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.lifecycle.LifecycleObserver;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.model.ModelId;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Shows where each version is in its life: {@code serving_model_state} (one-hot), {@code
 * serving_model_load_seconds} and {@code serving_model_loads_total}. Thread-safe.
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

  /** Metrics in {@code registry}; {@code capacity} shows the versions that are ready or drain. */
  public LifecycleMetrics(MeterRegistry registry, CapacityMetrics capacity) {
    this.registry = registry;
    this.capacity = capacity;
  }

  @Override
  public void changed(VersionSnapshot version) {
    if (states.put(version.id(), State.of(version.state())) == null) {
      register(version.id());
    }
    capacity.show(
        states.entrySet().stream()
            .filter(entry -> entry.getValue() == State.READY || entry.getValue() == State.DRAINING)
            .map(Map.Entry::getKey)
            .toList());
  }

  @Override
  public void loaded(ModelId id, Duration took, boolean succeeded) {
    Buckets.timer("serving.model.load", tags(id))
        .description("Time to load a version, warm-up included")
        .register(registry)
        .record(took);
    Counter.builder("serving.model.loads")
        .description("Loads of models, by result")
        .tags(Tags.of("result", succeeded ? "success" : "failure"))
        .register(registry)
        .increment();
  }

  /** Shows which bytes a version is: {@code serving_model_info}, always 1. */
  public void identify(ModelId id, String backend, String sha256) {
    Gauge.builder("serving.model.info", () -> 1)
        .description("Which artefact a version is")
        .tags(tags(id).and("backend", backend, "sha256", sha256))
        .register(registry);
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
