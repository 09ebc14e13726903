package io.salver.recommend.pipeline;

import io.salver.recommend.Fallback;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Strategy;
import io.salver.recommend.Value;
import io.salver.recommend.feature.UserState;
import java.util.Map;
import java.util.Optional;

/**
 * A request with everything that is known of its user and moment. The arrays hold catalogue rows,
 * are not copied and must not change.
 *
 * @param user the user as the models see it
 * @param raw raw values of user and context features by feature name, for explanations
 * @param seen items of the history that must not be answered
 * @param excluded items that the request excludes
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request, never compared
record Query(
    RecommendationRequest request,
    UserState user,
    Map<String, Value> raw,
    int[] seen,
    int[] excluded,
    Optional<Fallback> fallback,
    Recommendation.Ignored ignored) {

  /** Whether models are left out: because that was asked for, or nothing is known of the user. */
  boolean byPopularity() {
    return request.strategy() == Strategy.POPULARITY
        || fallback.filter(Fallback.POPULARITY::equals).isPresent();
  }

  /** What the answer is to tell of it: nothing where popularity was asked for. */
  Optional<Fallback> toldFallback() {
    return request.strategy() == Strategy.POPULARITY ? Optional.empty() : fallback;
  }
}
