package io.salver.recommend.rerank;

import java.util.List;
import java.util.Optional;

/**
 * What the last stage of a recommender does where a request says nothing else. Immutable.
 *
 * @param method how answers are made diverse
 * @param diversity how diverse, from 0 to 1
 * @param exploration share of the places that go to items from beyond the best, from 0 to 1
 * @param deduplicate the attribute of whose values each stands in an answer once
 * @param rules in the order of the definition
 */
public record RerankPolicy(
    Diversity method,
    double diversity,
    double exploration,
    Optional<String> deduplicate,
    List<Rule> rules) {

  /** The order of the scores. */
  public static final RerankPolicy NONE =
      new RerankPolicy(Diversity.MMR, 0, 0, Optional.empty(), List.of());

  /** Copies the list. */
  public RerankPolicy {
    rules = List.copyOf(rules);
  }
}
