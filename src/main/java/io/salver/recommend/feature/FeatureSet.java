package io.salver.recommend.feature;

import java.util.List;
import java.util.Optional;

/**
 * What {@code features.json} says: every feature, and which of them each model takes. Immutable.
 */
public record FeatureSet(
    List<Feature> features, ModelInputs userTower, ModelInputs itemTower, ModelInputs ranker) {

  /** Copies the list. */
  public FeatureSet {
    features = List.copyOf(features);
  }

  /** The features that come from raw values of {@code owner}. */
  public List<Feature.Owned> owned(Owner owner) {
    return features.stream()
        .filter(Feature.Owned.class::isInstance)
        .map(Feature.Owned.class::cast)
        .filter(feature -> feature.owner() == owner)
        .toList();
  }

  /** The identity of {@code owner}, if it is a feature. */
  public Optional<Feature.Identity> identity(Owner owner) {
    return features.stream()
        .filter(Feature.Identity.class::isInstance)
        .map(Feature.Identity.class::cast)
        .filter(identity -> identity.owner() == owner)
        .findFirst();
  }
}
