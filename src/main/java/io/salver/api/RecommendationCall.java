package io.salver.api;

import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommendationService;
import io.salver.recommend.SimilarRequest;
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

  /** Asks {@code service}. */
  CompletionStage<Recommendation> start(RecommendationService service);

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
    public CompletionStage<Recommendation> start(RecommendationService service) {
      return service.recommend(request, deadline);
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
    public CompletionStage<Recommendation> start(RecommendationService service) {
      return service.similar(request, deadline);
    }
  }
}
