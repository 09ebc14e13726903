package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How the labels of the loaded versions are used. Thread-safe. */
public final class LiveOutcomeSettings {

  private final ConcurrentMap<ModelId, OutcomeSettings> settings = new ConcurrentHashMap<>();

  /**
   * A version is loaded; of one that is reloaded the newer settings hold.
   *
   * @param monitor what {@code monitor} in its {@code model.yaml} says
   * @throws io.salver.fault.BackendFailure when that is wrong
   */
  public OutcomeSettings begin(ModelId model, Map<String, Object> monitor) {
    OutcomeSettings begun = OutcomeYaml.read(monitor);
    settings.put(model, begun);
    return begun;
  }

  /** What {@link #begin} gave holds no more. */
  public void end(ModelId model, OutcomeSettings begun) {
    settings.computeIfPresent(model, (id, now) -> now == begun ? null : now);
  }

  /** Those of a version; empty when it is not loaded. */
  public Optional<OutcomeSettings> of(ModelId model) {
    return Optional.ofNullable(settings.get(model));
  }

  /** Of all loaded versions. */
  public Map<ModelId, OutcomeSettings> all() {
    return Map.copyOf(settings);
  }
}
