package io.salver.monitor.outcome;

import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.monitor.LivesByVersion;
import io.salver.monitor.ModelLives;
import java.util.Map;
import java.util.Optional;

/**
 * How the labels of the loaded versions are used; of one that is reloaded the newer settings hold,
 * of one that is gone the last, for what of it is still under way. Thread-safe.
 */
public final class LiveOutcomeSettings implements ModelLives {

  private final LivesByVersion<OutcomeSettings> lives = new LivesByVersion<>();

  @Override
  public Life begin(ModelArtifact artifact) {
    return begin(artifact.id(), artifact.spec().monitor());
  }

  /**
   * A version is loaded.
   *
   * @param monitor what {@code monitor} in its {@code model.yaml} says
   * @return ends what was begun
   * @throws io.salver.fault.BackendFailure when that is wrong
   */
  public Life begin(ModelId model, Map<String, Object> monitor) {
    return lives.begin(model, OutcomeYaml.read(monitor));
  }

  /** Those of a version; empty when it was never loaded. */
  public Optional<OutcomeSettings> of(ModelId model) {
    return lives.latest(model);
  }

  /** Of all loaded versions. */
  public Map<ModelId, OutcomeSettings> all() {
    return lives.allNewest();
  }
}
