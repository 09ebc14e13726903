package io.salver.api;

import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommendationService;
import io.salver.recommend.SimilarRequest;
import io.salver.serving.Following;
import io.salver.time.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One decoded request for a recommendation. */
public sealed interface RecommendationCall {

  /** The recommender asked for; absent: the only one there is. */
  Optional<String> recommender();

  /** When the caller stops waiting. */
  Deadline deadline();

  /** The same with an end at most that far away. */
  RecommendationCall atMost(Duration left);

  /** Asks {@code service}; the request follows rollouts so. */
  CompletionStage<Recommendation> start(RecommendationService service, Following following);

  /** Items for somebody. */
  record Recommend(RecommendationRequest request, Deadline deadline) implements RecommendationCall {

    @Override
    public Optional<String> recommender() {
      return request.recommender();
    }

    @Override
    public RecommendationCall atMost(Duration left) {
      return new Recommend(request, deadline.atMost(left));
    }

    @Override
    public CompletionStage<Recommendation> start(
        RecommendationService service, Following following) {
      return service.recommend(request, deadline, following);
    }
  }

  /** Items near to an item. */
  record Similar(SimilarRequest request, Deadline deadline) implements RecommendationCall {

    @Override
    public Optional<String> recommender() {
      return request.recommender();
    }

    @Override
    public RecommendationCall atMost(Duration left) {
      return new Similar(request, deadline.atMost(left));
    }

    @Override
    public CompletionStage<Recommendation> start(
        RecommendationService service, Following following) {
      return service.similar(request, deadline);
    }
  }
}
