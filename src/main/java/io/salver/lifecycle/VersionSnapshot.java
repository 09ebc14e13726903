package io.salver.lifecycle;

import io.salver.model.ModelId;
import java.util.Optional;

/**
 * One version at one moment, whatever lives it has: the one that serves speaks for it, or the last
 * one where none does.
 *
 * @param state of the life that speaks for it
 * @param aspired whether any of its lives should live
 * @param reloadFailure why the version that serves could not be replaced by what was to be loaded
 *     last
 */
public record VersionSnapshot(
    ModelId id, VersionState state, boolean aspired, Optional<String> reloadFailure) {

  /** Whether it can be leased. */
  public boolean isReady() {
    return state instanceof VersionState.Ready;
  }
}
