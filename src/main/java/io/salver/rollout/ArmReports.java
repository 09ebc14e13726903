package io.salver.rollout;

import java.time.Instant;

/**
 * What replicas have seen of the arms of rollouts, kept where all of them can add it up.
 * Thread-safe; every method may block, and throws {@code BackendFailure} when the store fails.
 */
public interface ArmReports {

  /**
   * Keeps what a replica has seen since the rollout began, in place of what it told before.
   *
   * @param replica its name for as long as it lives; another after a restart
   */
  void report(String rollout, String replica, ArmsReport report);

  /** What all replicas have seen of the arms in the life that began then. */
  ArmsReport seen(String rollout, Instant began);

  /** Forgets what was seen of a rollout. */
  void forget(String rollout);
}
