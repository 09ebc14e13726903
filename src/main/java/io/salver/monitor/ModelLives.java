package io.salver.monitor;

import io.salver.model.ModelArtifact;

/** Wants to know which model versions are loaded, and for how long. Thread-safe. */
@FunctionalInterface
public interface ModelLives {

  /**
   * A version is about to be loaded. A version that is reloaded has two lives for a while.
   *
   * @return ends what was begun; whoever began it closes it
   * @throws io.salver.fault.BackendFailure when its {@code model.yaml}, or what that names, is
   *     wrong; it is not loaded then, and the message names the key or the file
   */
  Life begin(ModelArtifact artifact);

  /** One life of a version, from its load until it is closed. */
  @FunctionalInterface
  interface Life extends AutoCloseable {

    @Override
    void close();
  }
}
