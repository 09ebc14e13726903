package io.salver.recommend;

import io.salver.serving.TrafficRouting;

/**
 * Divides recommendations, by the name of the recommender. Immutable.
 *
 * @param bundles says which bundle answers a request that names none
 * @param rankers says which version of the ranker ranks
 */
public record RecommendationRouting(TrafficRouting bundles, TrafficRouting rankers) {

  /** Divides nothing. */
  public static final RecommendationRouting NONE =
      new RecommendationRouting(TrafficRouting.NONE, TrafficRouting.NONE);
}
