package io.salver.rollout;

import io.salver.routing.Slots;
import io.salver.routing.Split;
import java.util.List;
import java.util.Map;

/**
 * How one arm gets more traffic on its own. Immutable.
 *
 * @param canary the name of the arm
 * @param plan its steps
 * @param criteria what it is judged by, with unique names, at least one
 * @param alpha the chance of ever calling a version worse that is not
 * @param least values in each arm before means are spoken of
 */
public record Progression(
    String canary, RolloutPlan plan, List<Criterion> criteria, double alpha, long least) {

  /** Copies and checks the list. */
  public Progression {
    criteria = List.copyOf(criteria);
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("a rollout that is judged needs a criterion");
    }
    if (criteria.stream().map(Criterion::name).distinct().count() < criteria.size()) {
      throw new IllegalArgumentException("two criteria have one name");
    }
  }

  /** The split at that step: the canary has its slots, the control the others. */
  Split at(int step, Split split) {
    return weighing(plan.steps().get(step), split);
  }

  /** The split in which the canary has everything. */
  Split whole(Split split) {
    return weighing(Slots.COUNT, split);
  }

  private Split weighing(int slots, Split split) {
    return split.weighing(Map.of(canary, slots, split.control(), Slots.COUNT - slots));
  }

  /** Who judges. */
  public Judge judge() {
    return new Judge(alpha, criteria.size(), least);
  }
}
