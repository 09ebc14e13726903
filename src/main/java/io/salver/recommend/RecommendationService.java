package io.salver.recommend;

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
}
