package io.salver.recommend.feedback;

import io.salver.recommend.catalogue.EventType;

/** Hears what became of answers; must be quick, thread-safe, and never throw. */
public interface FeedbackObserver {

  /** Hears nothing. */
  FeedbackObserver NONE =
      new FeedbackObserver() {
        @Override
        public void opened(Arm arm, FeedbackTracker tracker) {}

        @Override
        public void answered(Arm arm) {}

        @Override
        public void attributed(Arm arm, EventType type) {}

        @Override
        public void clicked(Arm arm, double ndcg) {}
      };

  /**
   * What answers are compared by.
   *
   * @param name the version of a bundle, or {@code popularity}
   */
  record Arm(String recommender, String name) {}

  /** An arm gave its first answer; {@code tracker} can be asked about it from now on. */
  void opened(Arm arm, FeedbackTracker tracker);

  /** An arm gave an answer with items. */
  void answered(Arm arm);

  /** An event refers to an item of an answer of that arm, for the first time. */
  void attributed(Arm arm, EventType type);

  /**
   * The time of an answer with clicks is over.
   *
   * @param ndcg how near to the top the clicked items stood: the discounted gain of their positions
   *     over that of the same number of positions at the top (Järvelin and Kekäläinen, 2002)
   */
  void clicked(Arm arm, double ndcg);
}
