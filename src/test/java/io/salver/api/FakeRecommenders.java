package io.salver.api;

import io.salver.fault.Nearest;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.RecommendationService;
import io.salver.recommend.RecommenderDescription;
import io.salver.recommend.SimilarRequest;
import io.salver.time.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Knows the recommender {@code shop} by name and recommends nothing. */
public final class FakeRecommenders implements RecommendationService {

  private static final RecommenderDescription SHOP =
      new RecommenderDescription(
          "shop",
          "",
          RecommenderDescription.State.READY,
          Optional.empty(),
          List.of(),
          Optional.empty());

  @Override
  public CompletionStage<Recommendation> recommend(
      RecommendationRequest request, Deadline deadline) {
    return CompletableFuture.failedFuture(new NotReady("nothing is recommended here"));
  }

  @Override
  public CompletionStage<Recommendation> similar(SimilarRequest request, Deadline deadline) {
    return CompletableFuture.failedFuture(new NotReady("nothing is recommended here"));
  }

  @Override
  public List<RecommenderDescription> recommenders() {
    return List.of(SHOP);
  }

  @Override
  public RecommenderDescription describe(String name) {
    if (!name.equals("shop")) {
      throw new NotFound("no recommender '" + name + "'" + Nearest.hint(name, Set.of("shop")));
    }
    return SHOP;
  }

  @Override
  public CompletionStage<RecommenderDescription> reload(String name) {
    return CompletableFuture.completedFuture(describe(name));
  }
}
