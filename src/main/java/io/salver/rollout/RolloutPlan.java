package io.salver.rollout;

import io.salver.routing.Slots;
import java.time.Duration;
import java.util.List;

/**
 * How a new version gets its traffic. Immutable.
 *
 * @param steps slots of the new version, rising, at least one; after the last it is promoted
 * @param pause the least time at each step, however clear the evidence
 * @param patience the most time at each step without an answer
 * @param afterwards what happens then
 */
public record RolloutPlan(
    List<Integer> steps, Duration pause, Duration patience, Afterwards afterwards) {

  /** What follows when nothing is proven in time. */
  public enum Afterwards {
    /** Somebody is asked; the weights stay. */
    HOLD,
    /** The next step. */
    ADVANCE,
    /** The control alone. */
    ROLL_BACK
  }

  /** Copies and checks the steps. */
  public RolloutPlan {
    steps = List.copyOf(steps);
    int before = 0;
    for (int step : steps) {
      if (step <= before || step > Slots.COUNT) {
        throw new IllegalArgumentException(
            "steps must rise from above 0 to at most %d slots, received %s"
                .formatted(Slots.COUNT, steps));
      }
      before = step;
    }
    if (steps.isEmpty() || pause.isNegative() || patience.compareTo(pause) < 0) {
      throw new IllegalArgumentException(
          "a plan needs a step, and patience for its pause, received %s, %s and %s"
              .formatted(steps, pause, patience));
    }
  }
}
