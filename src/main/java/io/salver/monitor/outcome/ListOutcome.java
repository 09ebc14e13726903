package io.salver.monitor.outcome;

import io.salver.model.ModelId;
import java.util.List;
import java.util.Map;

/**
 * What became of a list of items that was shown, once the time in which its events count is over.
 * Immutable.
 *
 * @param models the versions that made it, each of which it counts for
 * @param groups which group its request belongs to, by the feature that groups
 * @param settings how it is counted for a version that has no settings of its own
 * @param isClicked whether an item of it was clicked
 * @param isRelevant whether an item of it was clicked or bought
 * @param ndcg the normalised discounted cumulative gain of those items, 0 without any
 */
public record ListOutcome(
    List<ModelId> models,
    Map<String, String> groups,
    OutcomeSettings settings,
    boolean isClicked,
    boolean isRelevant,
    double ndcg) {

  /** Copies list and map. */
  public ListOutcome {
    models = List.copyOf(models);
    groups = Map.copyOf(groups);
  }
}
