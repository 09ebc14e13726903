package io.salver.rollout;

import java.time.Instant;
import java.util.List;

/**
 * Where rollouts are kept, for all replicas. Thread-safe; every method may block, and throws {@code
 * BackendFailure} when the store fails.
 */
public interface RolloutStore {

  /** All rollouts, by name. */
  List<Rollout> all();

  /**
   * Writes a rollout and what happened to it together, if it is the next revision of what is there
   * (1 where nothing is).
   *
   * @return false when another replica was faster, and nothing was written
   */
  boolean write(Rollout rollout, RolloutEvent event);

  /**
   * Removes a rollout, what happened to it stays.
   *
   * @return false when it has another revision
   */
  boolean remove(String rollout, long revision, RolloutEvent event);

  /**
   * What happened to a rollout before that moment, the latest first, also to one that was removed.
   */
  List<RolloutEvent> events(String rollout, Instant before, int limit);

  /** What happened to a rollout last, the latest first. */
  default List<RolloutEvent> events(String rollout, int limit) {
    return events(rollout, RolloutEvent.NEVER, limit);
  }
}
