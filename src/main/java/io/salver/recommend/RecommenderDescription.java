package io.salver.recommend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client may know of a recommender.
 *
 * @param state whether it answers
 * @param reason why it, or one of its bundles, is not what it should be
 * @param bundles those that answer or should, by version; empty until they are known
 * @param schema what it takes; absent until it was read
 */
public record RecommenderDescription(
    String name,
    String description,
    State state,
    Optional<String> reason,
    List<BundleState> bundles,
    Optional<Schema> schema) {

  /** Copies the list. */
  public RecommenderDescription {
    bundles = List.copyOf(bundles);
  }

  /** Whether a recommender or a bundle answers, in the words of the model repository. */
  public enum State {
    READY,
    LOADING,
    UNAVAILABLE
  }

  /**
   * One bundle.
   *
   * @param isDefault whether it answers where a request names none
   * @param reason why it is not what it should be; of one that answers, why what should replace it
   *     could not
   */
  public record BundleState(
      long version, State state, boolean isDefault, Optional<String> reason) {}

  /**
   * Sizes, versions, and what requests may say.
   *
   * @param attributes of items: what can be filtered by and answered
   * @param rankerVersion the version that ranks now; absent when none is ready
   */
  public record Schema(
      int items,
      int users,
      int historyLength,
      List<Attribute> attributes,
      List<FeatureSchema> userFeatures,
      List<FeatureSchema> contextFeatures,
      Model userTower,
      Model itemTower,
      String ranker,
      OptionalLong rankerVersion,
      Index index) {}

  /** A model by name and version. */
  public record Model(String name, long version) {}

  /** An attribute of items; {@code kind} is {@code text}, {@code number} or {@code texts}. */
  public record Attribute(String name, String kind) {}

  /**
   * A feature that a request may give; {@code kind} as in features.json.
   *
   * @param values the values it may have; empty for numbers
   */
  public record FeatureSchema(String name, String kind, List<String> values) {}

  /**
   * The index over the item embeddings.
   *
   * @param kind in the terms of FAISS' index factory
   * @param version fingerprint of the embeddings
   */
  public record Index(
      String kind,
      int dimension,
      long vectors,
      String version,
      Instant builtAt,
      Duration buildTime) {}
}
