package io.salver.rollout;

import java.util.List;

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

  /** Who judges. */
  public Judge judge() {
    return new Judge(alpha, criteria.size(), least);
  }
}
