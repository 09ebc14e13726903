package io.salver.recommend;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Hears of recommendations and indexes; must be quick, thread-safe, and never throw. */
public interface RecommendationObserver {

  /** Hears nothing. */
  RecommendationObserver NONE =
      new RecommendationObserver() {
        @Override
        public void recommended(Recommendation recommendation) {}

        @Override
        public void indexReady(String recommender, Supplier<Optional<IndexFacts>> index) {}

        @Override
        public void recallSampled(String recommender, String bundle, int found, int expected) {}
      };

  /** An answer is complete: its stages, fallback and size. */
  void recommended(Recommendation recommendation);

  /**
   * A recommender serves from a new index.
   *
   * @param index tells at any time how the index that serves then stands; absent: none serves
   */
  void indexReady(String recommender, Supplier<Optional<IndexFacts>> index);

  /**
   * How an index stands.
   *
   * @param vectors items that can be found
   * @param buildTime how long its last merge took
   * @param builtAt when that ended
   */
  record IndexFacts(long vectors, Duration buildTime, Instant builtAt) {}

  /**
   * A search was repeated exactly.
   *
   * @param found how many of the exact answer the search had found
   * @param expected how many the exact answer has; at least 1
   */
  void recallSampled(String recommender, String bundle, int found, int expected);
}
