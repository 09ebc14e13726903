package io.salver.monitor.profile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code profile.json} says: the reference distributions of a model version, by name, in the
 * order of the file. Immutable.
 *
 * @param features of the inputs
 * @param predictions of the outputs
 * @param embeddings of vectors inside or at the end of the model
 */
public record Profile(
    Map<String, FeatureProfile> features,
    Map<String, FeatureProfile> predictions,
    Map<String, EmbeddingProfile> embeddings) {

  /** Of a model that comes without one: its traffic is described, and compared with nothing. */
  public static final Profile NONE = new Profile(Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public Profile {
    features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    predictions = Collections.unmodifiableMap(new LinkedHashMap<>(predictions));
    embeddings = Collections.unmodifiableMap(new LinkedHashMap<>(embeddings));
  }

  public boolean isEmpty() {
    return features.isEmpty() && predictions.isEmpty() && embeddings.isEmpty();
  }
}
