package io.salver.lifecycle;

import java.util.List;
import java.util.Optional;

/**
 * Loads what is wanted before it drains what is not, so that a name that serves goes on serving.
 *
 * <ol>
 *   <li>A life that is pending is dropped when it is not wanted, and else loaded, one of a version
 *       at a time.
 *   <li>A life that is ready is drained once a later life of its version is ready.
 *   <li>A life that is ready and not wanted goes on while its version is wanted, because its
 *       successor is not ready yet. When its version is not wanted, it is drained once another
 *       wanted version is ready, or at once when none is wanted.
 * </ol>
 *
 * It follows that a failed load keeps the version that was serving, at the price of both in memory
 * during the change.
 */
public final class AvailabilityPreserving implements TransitionPolicy {

  @Override
  public Optional<Transition> next(List<LifeSnapshot> lives) {
    for (LifeSnapshot life : lives) {
      Optional<Transition> next =
          switch (life.state()) {
            case VersionState.Pending _ -> pending(life, lives);
            case VersionState.Ready _ -> ready(life, lives);
            case VersionState.Loading _, VersionState.Draining _ -> Optional.empty();
            case VersionState.Unloaded _, VersionState.Failed _ -> Optional.empty();
          };
      if (next.isPresent()) {
        return next;
      }
    }
    return Optional.empty();
  }

  private static Optional<Transition> pending(LifeSnapshot life, List<LifeSnapshot> lives) {
    if (!life.aspired()) {
      return Optional.of(new Transition.Drain(life.life()));
    }
    boolean siblingLoads =
        lives.stream()
            .anyMatch(l -> l.isSiblingOf(life) && l.state() instanceof VersionState.Loading);
    return siblingLoads ? Optional.empty() : Optional.of(new Transition.Load(life.life()));
  }

  private static Optional<Transition> ready(LifeSnapshot life, List<LifeSnapshot> lives) {
    boolean replaced =
        lives.stream().anyMatch(l -> l.isSiblingOf(life) && l.isReady() && l.life() > life.life());
    return replaced || isDispensable(life, lives)
        ? Optional.of(new Transition.Drain(life.life()))
        : Optional.empty();
  }

  private static boolean isDispensable(LifeSnapshot life, List<LifeSnapshot> lives) {
    if (life.aspired() || lives.stream().anyMatch(l -> l.isSiblingOf(life) && l.aspired())) {
      return false;
    }
    boolean anyAspired = lives.stream().anyMatch(LifeSnapshot::aspired);
    return !anyAspired || lives.stream().anyMatch(l -> l.aspired() && l.isReady());
  }
}
