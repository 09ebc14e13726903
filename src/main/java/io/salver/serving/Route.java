package io.salver.serving;

/**
 * The way of one request through a rollout. Exactly one of {@link #answered} and {@link #failed}
 * ends it, or neither where what became of it says nothing of the arm. Thread-safe.
 */
public interface Route {

  /** The arm that should answer. */
  Side chosen();

  /** The arm that answers where the other cannot. */
  Side control();

  /** The chosen arm answered, now. */
  void answered();

  /** The chosen arm should have answered, and failed by the service's fault. */
  void failed();

  /**
   * One side of a split.
   *
   * @param version of the model
   */
  record Side(ArmName arm, long version) {}
}
