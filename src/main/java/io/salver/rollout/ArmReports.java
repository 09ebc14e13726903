package io.salver.rollout;

import java.util.Map;

/**
 * What replicas have seen of the arms of rollouts, kept where all of them can add it up.
 * Thread-safe; every method may block, and throws {@code BackendFailure} when the store fails.
 */
public interface ArmReports {

  /**
   * Keeps what a replica has seen since the rollout began, in place of what it told before.
   *
   * @param replica its name for as long as it lives; another after a restart
   * @param arms by their names
   */
  void report(String rollout, String replica, Map<String, ArmStatistics> arms);

  /** What all replicas have seen of each arm; empty for a rollout that nobody has reported on. */
  Map<String, ArmStatistics> statistics(String rollout);

  /** Forgets what was seen of a rollout. */
  void forget(String rollout);
}
