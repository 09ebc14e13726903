package io.salver.recommend.feedback;

import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationObserver;
import java.time.Duration;
import java.time.Instant;

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
  public void indexReady(String recommender, long vectors, Duration buildTime, Instant builtAt) {
    observer.indexReady(recommender, vectors, buildTime, builtAt);
  }

  @Override
  public void recallSampled(String recommender, String bundle, int found, int expected) {
    observer.recallSampled(recommender, bundle, found, expected);
  }
}
