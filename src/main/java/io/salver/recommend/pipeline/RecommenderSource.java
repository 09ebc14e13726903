package io.salver.recommend.pipeline;

/** Where one recommender comes from: the port of whatever stores bundles. */
public interface RecommenderSource {

  /** The name under which it will serve, known before anything is read. */
  String name();

  /**
   * Reads the bundle, blocking.
   *
   * @throws io.salver.fault.BackendFailure when it cannot be used, with a reason for the person who
   *     put it there
   */
  RecommenderDefinition read();
}
