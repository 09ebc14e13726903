package io.salver.lifecycle;

import io.salver.model.ModelId;

/** The next thing to do about one version. */
public sealed interface Transition {

  ModelId id();

  /** Load a pending version. */
  record Load(ModelId id) implements Transition {}

  /**
   * Drop a pending version, or refuse leases of a ready one and close it when the last one ends.
   */
  record Drain(ModelId id) implements Transition {}
}
