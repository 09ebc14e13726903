package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.salver.recommend.Degradation;
import io.salver.recommend.Degradation.AnsweredBy;
import io.salver.recommend.Degradation.Reason;
import io.salver.recommend.Recommendation;
import io.salver.recommend.Stage;
import io.salver.recommend.StageReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches what became of answers: {@code recs_fallback_total} by the stage that could not be done
 * and why, for example {@code rank_slow}, and {@code recs_intra_list_diversity}. Thread-safe.
 */
final class DegradationMetrics {

  private static final List<Stage> STAGES = List.of(Stage.EMBED, Stage.RETRIEVE, Stage.RANK);
  private static final double[] DIVERSITIES = {
    0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2
  };

  private final MeterRegistry registry;
  private final Map<String, DistributionSummary> diversities = new ConcurrentHashMap<>();

  DegradationMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Makes every counter of a recommender visible at 0. */
  void register(String recommender) {
    for (Stage stage : STAGES) {
      for (Reason reason : Reason.values()) {
        var unused = fallback(recommender, new Degradation(stage, reason, AnsweredBy.RETRIEVAL));
      }
    }
  }

  void recommended(Recommendation recommendation) {
    String recommender = recommendation.recommender();
    recommendation.degraded().ifPresent(why -> fallback(recommender, why).increment());
    for (StageReport report : recommendation.stages()) {
      Double diversity = report.measures().get(StageReport.INTRA_LIST_DIVERSITY);
      if (diversity != null) {
        diversities.computeIfAbsent(recommender, this::diversity).record(diversity);
      }
    }
  }

  private DistributionSummary diversity(String recommender) {
    return DistributionSummary.builder("recs.intra.list.diversity")
        .description("1 minus the mean cosine of two items of an answer")
        .tags("recommender", recommender)
        .serviceLevelObjectives(DIVERSITIES)
        .register(registry);
  }

  private Counter fallback(String recommender, Degradation degradation) {
    return Counter.builder("recs.fallback")
        .description("Recommendations that were less personal than they could be")
        .tags("recommender", recommender, "reason", degradation.label())
        .register(registry);
  }
}
