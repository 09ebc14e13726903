package io.salver.serving;

import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.serving.InferenceService.State;
import io.salver.serving.InferenceService.VersionStatus;
import java.util.Optional;

/** Says of versions in the protocol's words how they are. */
final class Statuses {

  private Statuses() {}

  static VersionStatus of(VersionSnapshot version) {
    return switch (version.state()) {
      case VersionState.Pending _, VersionState.Loading _ ->
          status(version, State.LOADING, Optional.empty());
      case VersionState.Ready _ ->
          status(
              version,
              State.READY,
              version.reloadFailure().map(reason -> "the last reload failed: " + reason));
      case VersionState.Draining _ -> status(version, State.UNLOADING, Optional.empty());
      case VersionState.Unloaded _ -> status(version, State.UNAVAILABLE, Optional.of("unloaded"));
      case VersionState.Failed failed ->
          status(version, State.UNAVAILABLE, Optional.of(failed.reason()));
    };
  }

  private static VersionStatus status(
      VersionSnapshot version, State state, Optional<String> reason) {
    return new VersionStatus(version.id().name(), version.id().version(), state, reason);
  }
}
