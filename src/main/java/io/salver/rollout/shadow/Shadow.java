package io.salver.rollout.shadow;

import java.util.Optional;

/**
 * A version that gets copies of requests which the control answers, and whose own answers nobody
 * sees. Immutable.
 *
 * @param arm the name of the arm that gets the copies
 * @param share of the runs of the control that are copied, above 0, at most 1
 * @param comparison how its answers are put beside those of the control
 * @param output the name of the one output that is compared; absent: all
 */
public record Shadow(String arm, double share, Comparison comparison, Optional<String> output) {

  /** Checks the share. */
  public Shadow {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of '%s' must be above 0 and at most 1, received %s".formatted(arm, share));
    }
  }
}
