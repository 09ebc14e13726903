package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** How the labels of the loaded versions are used. Thread-safe. */
public final class LiveOutcomeSettings {

  private final ConcurrentMap<ModelId, Begun> settings = new ConcurrentHashMap<>();

  /** Settings of one life of a version; the same only if they are themselves. */
  private static final class Begun {

    private final OutcomeSettings settings;

    Begun(OutcomeSettings settings) {
      this.settings = settings;
    }
  }

  /**
   * A version is loaded; of one that is reloaded the newer settings hold.
   *
   * @param monitor what {@code monitor} in its {@code model.yaml} says
   * @return ends what was begun, once
   * @throws io.salver.fault.BackendFailure when that is wrong
   */
  public Runnable begin(ModelId model, Map<String, Object> monitor) {
    Begun begun = new Begun(OutcomeYaml.read(monitor));
    settings.put(model, begun);
    return () -> settings.computeIfPresent(model, (id, now) -> now.equals(begun) ? null : now);
  }

  /** Those of a version; empty when it is not loaded. */
  public Optional<OutcomeSettings> of(ModelId model) {
    return Optional.ofNullable(settings.get(model)).map(begun -> begun.settings);
  }

  /** Of all loaded versions. */
  public Map<ModelId, OutcomeSettings> all() {
    return settings.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().settings));
  }
}
