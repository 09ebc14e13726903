package io.salver.serving;

import java.util.Optional;

/**
 * The way of one request through a rollout. Exactly one of {@link #answered} and {@link #failed}
 * ends it, or neither where what became of it says nothing of the arm. Thread-safe.
 */
public interface Route extends ArmOutcomes {

  /** Who may answer. */
  Sides sides();

  /**
   * The chosen arm answered, now.
   *
   * @param id what the request is called, by which more may become known of it
   */
  void answered(Optional<RequestId> id);

  /** The chosen arm should have answered, and failed by the service's fault. */
  void failed();

  /**
   * The sides of a split, as one request meets them.
   *
   * @param chosen the arm that should answer
   * @param control the arm that answers where the other cannot
   */
  record Sides(Side chosen, Side control) {}

  /**
   * One side of a split.
   *
   * @param version of the model, bundle or ranker
   */
  record Side(ArmName arm, long version) {}
}
