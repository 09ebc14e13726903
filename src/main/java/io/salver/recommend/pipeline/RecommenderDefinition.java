package io.salver.recommend.pipeline;

import io.salver.recommend.catalogue.CatalogueSeed;
import java.util.List;
import java.util.Optional;

/**
 * What a recommender's folder says, read but not yet checked against the models.
 *
 * @param name its name
 * @param description one sentence for people
 * @param bundles those that serve side by side; at least one
 * @param defaultBundle the version that answers where a request names none
 * @param popularity the column of items that orders the fallback; absent: the order of the
 *     catalogue
 * @param historyLength how many of the last items of a history count
 * @param seed what its catalogue holds before the first change
 * @param policy what it wants beyond the models' order
 * @param revision tells whether anything but the bundles is what it was
 */
public record RecommenderDefinition(
    String name,
    String description,
    List<BundleDefinition> bundles,
    long defaultBundle,
    Optional<String> popularity,
    int historyLength,
    CatalogueSeed seed,
    PipelinePolicy policy,
    String revision) {

  /** Copies the list. */
  public RecommenderDefinition {
    bundles = List.copyOf(bundles);
  }
}
