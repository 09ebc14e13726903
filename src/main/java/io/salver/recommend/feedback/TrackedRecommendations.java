package io.salver.recommend.feedback;

import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationObserver;
import java.util.Optional;
import java.util.function.Supplier;

/** Has answers tracked, and tells another observer. Thread-safe. */
public final class TrackedRecommendations implements RecommendationObserver {

  private final RecommendationObserver observer;
  private final FeedbackTracker tracker;

  public TrackedRecommendations(RecommendationObserver observer, FeedbackTracker tracker) {
    this.observer = observer;
    this.tracker = tracker;
  }

  @Override
  public void recommended(Recommendation recommendation) {
    observer.recommended(recommendation);
    tracker.answered(recommendation);
  }

  @Override
  public void indexReady(String recommender, Supplier<Optional<IndexFacts>> index) {
    observer.indexReady(recommender, index);
  }

  @Override
  public void recallSampled(String recommender, String bundle, int found, int expected) {
    observer.recallSampled(recommender, bundle, found, expected);
  }
}
