package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.feedback.FeedbackObserver;
import io.salver.recommend.feedback.FeedbackTracker;
import java.util.function.ToIntFunction;

/**
 * Watches what became of answers: {@code recs_answers_total}, {@code recs_feedback_total}, {@code
 * recs_answer_ndcg} and {@code recs_catalog_coverage_ratio}, each by recommender and arm. The click
 * rate of an arm is the rate of its clicks over that of its impressions. Thread-safe.
 */
public final class FeedbackMetrics implements FeedbackObserver {

  private final MeterRegistry registry;
  private final ToIntFunction<String> items;

  /**
   * Metrics in {@code registry}.
   *
   * @param items how many items the catalogue of a recommender has
   */
  public FeedbackMetrics(MeterRegistry registry, ToIntFunction<String> items) {
    this.registry = registry;
    this.items = items;
  }

  @Override
  public void opened(Arm arm, FeedbackTracker tracker) {
    Gauge.builder("recs.catalog.coverage.ratio", tracker, asked -> coverage(arm, asked))
        .description("Share of the catalogue among the answers that are remembered")
        .tags(tags(arm))
        .register(registry);
    for (EventType type : EventType.values()) {
      feedback(arm, type);
    }
  }

  @Override
  public void answered(Arm arm) {
    Counter.builder("recs.answers")
        .description("Answers with items")
        .tags(tags(arm))
        .register(registry)
        .increment();
  }

  @Override
  public void attributed(Arm arm, EventType type) {
    feedback(arm, type).increment();
  }

  @Override
  public void clicked(Arm arm, double ndcg) {
    DistributionSummary.builder("recs.answer.ndcg")
        .description("How near to the top the clicked items of an answer stood")
        .tags(tags(arm))
        .register(registry)
        .record(ndcg);
  }

  private double coverage(Arm arm, FeedbackTracker tracker) {
    return (double) tracker.distinctItems(arm) / Math.max(1, items.applyAsInt(arm.recommender()));
  }

  private Counter feedback(Arm arm, EventType type) {
    return Counter.builder("recs.feedback")
        .description("Events that refer to an item of an answer")
        .tags(tags(arm).and("type", type.label()))
        .register(registry);
  }

  private static Tags tags(FeedbackObserver.Arm arm) {
    return Tags.of("recommender", arm.recommender(), "arm", arm.name());
  }
}
