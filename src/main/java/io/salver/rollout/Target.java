package io.salver.rollout;

/** Whose traffic is divided. */
public sealed interface Target {

  /** The name of the model or recommender. */
  String name();

  /** Requests for a model that name no version; arms are versions of it. */
  record Model(String name) implements Target {}

  /** Recommendations that name no bundle; arms are bundles. */
  record Recommender(String name) implements Target {}

  /** The ranking stage of a recommender; arms are versions of its ranker. */
  record Ranker(String name) implements Target {}
}
