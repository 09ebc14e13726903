package io.salver.recommend;

import io.salver.serving.Following;
import io.salver.time.Deadline;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Everything a protocol can do with recommenders. Thread-safe; no method blocks. */
public interface RecommendationService {

  /**
   * Recommends on the service's own threads.
   *
   * @param deadline when the caller stops waiting
   * @return completes with the answer, or exceptionally with a {@code Fault}: NotFound for an
   *     unknown recommender, NotReady for one that is not available, InvalidInput for a request
   *     that contradicts the recommender's schema, Overloaded, DeadlineExceeded, BackendFailure
   */
  CompletionStage<Recommendation> recommend(RecommendationRequest request, Deadline deadline);

  /**
   * The same for a request that follows rollouts: without a bundle in the request, that of its arm
   * answers, and the ranker is that of its arm.
   *
   * @return fails with InvalidInput also when the caller wants an arm that is not there
   */
  default CompletionStage<Recommendation> recommend(
      RecommendationRequest request, Deadline deadline, Following following) {
    return recommend(request, deadline);
  }

  /**
   * Finds the items nearest to an item on the service's own threads.
   *
   * @param deadline when the caller stops waiting
   * @return completes like {@link #recommend}; NotFound also for an unknown item, NotReady for one
   *     that has no embedding yet
   */
  CompletionStage<Recommendation> similar(SimilarRequest request, Deadline deadline);

  /** Every recommender, by name. */
  List<RecommenderDescription> recommenders();

  /**
   * The recommender of that name.
   *
   * @throws io.salver.fault.NotFound when there is none
   */
  RecommenderDescription describe(String name);

  /**
   * Reads the definition of a recommender anew and loads what has changed of it, or failed before,
   * one recommender at a time. What serves goes on until its successor is ready.
   *
   * @return completes when it is done, with the recommender as it is then; a bundle that could not
   *     be loaded has a reason there. NotFound for an unknown recommender, Overloaded when the
   *     service is stopping
   */
  CompletionStage<RecommenderDescription> reload(String name);
}
