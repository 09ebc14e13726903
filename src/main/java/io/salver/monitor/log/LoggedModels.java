package io.salver.monitor.log;

import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.monitor.LivesByVersion;
import io.salver.monitor.ModelLives;
import java.util.Optional;

/**
 * What the versions that are loaded want of the log. While a version is reloaded the newer settings
 * hold; of one that is gone the last, for what of it is still under way. Thread-safe.
 */
public final class LoggedModels implements ModelLives {

  private final LivesByVersion<LogSettings> lives = new LivesByVersion<>();

  /** The settings of a version; empty when it was never loaded. */
  public Optional<LogSettings> of(ModelId model) {
    return lives.latest(model);
  }

  @Override
  public Life begin(ModelArtifact artifact) {
    return lives.begin(artifact.id(), LogYaml.read(artifact.spec().monitor()));
  }
}
