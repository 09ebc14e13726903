package io.salver.table;

import java.util.List;
import java.util.Optional;

/** The features of a model, in the order in which it names them. Immutable. */
public record FeatureSchema(List<Feature> features) {

  /** Copies the list. */
  public FeatureSchema {
    features = List.copyOf(features);
  }

  public Optional<Feature> find(String name) {
    return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return features.stream().map(Feature::name).toList();
  }
}
