package io.salver.rollout;

import io.salver.routing.Split;
import java.time.Instant;

/**
 * Where a rollout stands. Immutable.
 *
 * @param split who gets which arm now
 * @param step the index of the step of the progression; 0 without one
 * @param since when phase, step or weights began
 * @param began when the rollout began: what was seen before says nothing of it
 * @param revision how often the rollout was written, from 1
 */
public record RolloutState(
    Split split, Phase phase, int step, Instant since, Instant began, long revision) {

  /** What happens to a rollout. */
  public enum Phase {
    /** It is judged, where weights change on their own. */
    RUNNING,
    /** Somebody has stopped it for now; the weights hold. */
    PAUSED,
    /** Nothing was proven: somebody should decide. The weights hold. */
    HELD,
    /** The canary has all traffic, or another arm that a bandit has settled on. */
    PROMOTED,
    /** The control has all traffic. */
    ROLLED_BACK
  }

  /** Where a rollout stands that begins. */
  static RolloutState begin(Split split, Instant now, long revision) {
    return new RolloutState(split, Phase.RUNNING, 0, now, now, revision);
  }

  /** The next revision, which stands otherwise from now on. */
  RolloutState next(Split split, Phase phase, int step, Instant now) {
    return new RolloutState(split, phase, step, now, began, revision + 1);
  }

  /** The next revision, which stands where this one does. */
  RolloutState next() {
    return new RolloutState(split, phase, step, since, began, revision + 1);
  }
}
