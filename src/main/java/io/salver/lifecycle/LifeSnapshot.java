package io.salver.lifecycle;

import io.salver.model.ModelId;

/**
 * One life of one version at one moment. A version has several while it is reloaded.
 *
 * @param life larger than that of every earlier life
 * @param aspired whether it should live
 */
public record LifeSnapshot(ModelId id, long life, VersionState state, boolean aspired) {

  boolean isReady() {
    return state instanceof VersionState.Ready;
  }

  /** Whether {@code other} is another life of the same version. */
  boolean isSiblingOf(LifeSnapshot other) {
    return life != other.life && id.equals(other.id);
  }
}
