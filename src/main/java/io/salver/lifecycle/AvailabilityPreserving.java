package io.salver.lifecycle;

import java.util.List;
import java.util.Optional;

/**
 * Loads what is wanted before it drains what is not, so that a name that serves goes on serving.
 *
 * <ol>
 *   <li>A version that is pending is loaded while it is wanted, and dropped otherwise.
 *   <li>A version that is ready and not wanted is drained once a wanted version is ready, or at
 *       once when none is wanted.
 * </ol>
 *
 * It follows that a failed load keeps the version that was serving, at the price of both in memory
 * during the change.
 */
public final class AvailabilityPreserving implements TransitionPolicy {

  @Override
  public Optional<Transition> next(List<VersionSnapshot> versions) {
    boolean anyAspired = versions.stream().anyMatch(VersionSnapshot::aspired);
    boolean successorReady = versions.stream().anyMatch(v -> v.aspired() && isReady(v));
    for (VersionSnapshot version : versions) {
      if (version.state() instanceof VersionState.Pending) {
        return Optional.of(
            version.aspired()
                ? new Transition.Load(version.id())
                : new Transition.Drain(version.id()));
      }
      if (isReady(version) && !version.aspired() && (successorReady || !anyAspired)) {
        return Optional.of(new Transition.Drain(version.id()));
      }
    }
    return Optional.empty();
  }

  private static boolean isReady(VersionSnapshot version) {
    return version.state() instanceof VersionState.Ready;
  }
}
