package io.salver.recommend;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a request says of the last stage; what is absent is as the recommender's definition says.
 *
 * @param diversity from 0, the order of the scores, to 1, items as different as possible
 * @param exploration share of the places that go to items from beyond the best, from 0 to 1
 * @param rules whether the recommender's rules apply
 * @param deduplicate the attribute of whose values each stands in the answer once; an empty text:
 *     none
 */
public record Reranking(
    OptionalDouble diversity,
    OptionalDouble exploration,
    boolean rules,
    Optional<String> deduplicate) {

  /** As the recommender's definition says. */
  public static final Reranking DEFAULT =
      new Reranking(OptionalDouble.empty(), OptionalDouble.empty(), true, Optional.empty());
}
