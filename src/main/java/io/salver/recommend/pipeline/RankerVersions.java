package io.salver.recommend.pipeline;

import io.salver.serving.Following;
import io.salver.serving.Following.Standing;
import io.salver.serving.InferenceService;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.serving.ModelReference;
import io.salver.serving.TrafficRouting;
import java.util.Optional;

/**
 * Which version ranks for a recommender: that of the request's arm, or the one of its definition.
 * Immutable and thread-safe.
 *
 * @param ranker as the recommender's definition names it
 */
record RankerVersions(
    String recommender, ModelReference ranker, TrafficRouting routing, InferenceService inference) {

  /** The version that ranks for a request. */
  ModelReference of(Following request) {
    return request
        .follow(recommender, routing, this::standing)
        .map(version -> new ModelReference(ranker.name(), Optional.of(version)))
        .orElse(ranker);
  }

  private Standing standing(long version) {
    return inference.versions().stream()
        .filter(each -> each.model().equals(ranker.name()) && each.version() == version)
        .findFirst()
        .map(RankerVersions::standing)
        .orElse(Standing.ABSENT);
  }

  private static Standing standing(VersionStatus version) {
    return switch (version.state()) {
      case READY -> Standing.READY;
      case LOADING -> Standing.COMING;
      case UNAVAILABLE, UNLOADING -> Standing.ABSENT;
    };
  }
}
