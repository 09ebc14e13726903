package io.salver.rollout;

import java.util.List;

/**
 * By what the arms are compared with the control. Immutable.
 *
 * @param criteria with unique names, at least one
 * @param alpha the chance of ever calling an arm worse that is not
 * @param least values in each arm before means are spoken of
 */
public record Criteria(List<Criterion> criteria, double alpha, long least) {

  private static final double LATENCY_MARGIN = .05;
  private static final double ERRORS_MARGIN = .005;

  /** What the arms are compared by where nobody says anything. */
  public static final Criteria USUAL =
      new Criteria(
          List.of(
              Criterion.named(Criterion.LATENCY, LATENCY_MARGIN),
              Criterion.named(Criterion.ERRORS, ERRORS_MARGIN)),
          .05,
          200);

  /** Copies and checks the list. */
  public Criteria {
    criteria = List.copyOf(criteria);
    if (criteria.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs a criterion");
    }
    if (criteria.stream().map(Criterion::name).distinct().count() < criteria.size()) {
      throw new IllegalArgumentException("two criteria have one name");
    }
  }

  /** Who judges so many arms beside the control. */
  Judge judge(int arms) {
    return new Judge(alpha, criteria.size() * arms, least);
  }
}
