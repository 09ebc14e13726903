package io.salver.recommend.rerank;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.Reranking;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.filter.ItemFilter;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last stage of a recommender. Immutable and thread-safe. */
public final class Reranker {

  private final RerankPolicy policy;
  private final Table items;

  /** A stage that follows {@code policy}, over the items that candidates are rows of. */
  public Reranker(RerankPolicy policy, Table items) {
    this.policy = policy;
    this.items = items;
  }

  /**
   * Checks that the policy speaks of what there is.
   *
   * @param features the features of user and context that requests may have, by name
   * @throws BackendFailure that names the rule, and the attribute or feature that there is not
   */
  public void check(Collection<String> features) {
    try {
      policy.deduplicate().ifPresent(name -> Quotas.column("deduplicate", name, items));
      for (Rule rule : policy.rules()) {
        check(rule);
        for (String feature : rule.scope().features()) {
          if (!features.contains(feature)) {
            throw new InvalidInput(
                place(rule)
                    + ".when: there is no feature '"
                    + feature
                    + "'"
                    + Nearest.hint(feature, features));
          }
        }
      }
    } catch (InvalidInput wrong) {
      throw new BackendFailure(wrong.explanation(), wrong);
    }
  }

  /**
   * Begins the stage for one request.
   *
   * @param features raw values of user and context features by name
   * @param seed the id of the answer, which decides what is left to chance
   * @throws InvalidInput when the request names an attribute that there is not
   */
  public Rerank begin(Reranking wishes, Instant now, Map<String, Value> features, String seed) {
    List<Rule> rules =
        wishes.rules()
            ? policy.rules().stream().filter(rule -> rule.scope().holds(now, features)).toList()
            : List.of();
    Optional<String> deduplicate =
        wishes.deduplicate().or(policy::deduplicate).filter(attribute -> !attribute.isEmpty());
    return new Rerank(
        new Rerank.Wanted(
            policy.method(),
            wishes.diversity().orElse(policy.diversity()),
            wishes.exploration().orElse(policy.exploration())),
        rules,
        new Quotas(deduplicate, rules, items),
        items,
        seed);
  }

  private void check(Rule rule) {
    switch (rule) {
      case Rule.Pin pin -> {} // an item may come later
      case Rule.Boost boost -> check(rule, boost.items());
      case Rule.Bury bury -> check(rule, bury.items());
      case Rule.Cap cap -> Quotas.column(place(rule) + ".cap", cap.attribute(), items);
    }
  }

  private void check(Rule rule, Map<String, AttributeFilter> conditions) {
    conditions.forEach(
        (attribute, filter) ->
            ItemFilter.of(place(rule) + ".items." + attribute, attribute, filter, items));
  }

  private static String place(Rule rule) {
    return "rule '" + rule.name() + "'";
  }
}
