package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.recommend.Degradation;
import io.salver.recommend.Degradation.AnsweredBy;
import io.salver.recommend.Degradation.Reason;
import io.salver.recommend.Recommendation;
import io.salver.recommend.Stage;
import io.salver.recommend.StageReport;
import io.salver.recommend.catalogue.EventType;
import io.salver.recommend.feedback.ListObserver;
import io.salver.recommend.feedback.ListObserver.Fate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RecommendationMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RecommendationMetrics metrics =
      new RecommendationMetrics(registry, Clock.systemUTC());

  @Test
  void a_degraded_answer_is_counted_by_what_could_not_be_done_and_why() {
    metrics.recommended(
        answer(
            Optional.of(new Degradation(Stage.RANK, Reason.SLOW, AnsweredBy.RETRIEVAL)), Map.of()));
    metrics.recommended(answer(Optional.empty(), Map.of()));
    assertThat(registry.get("recs.fallback").tag("reason", "rank_slow").counter().count())
        .isEqualTo(1);
  }

  @Test
  void the_diversity_of_answers_is_summed_up() {
    metrics.recommended(answer(Optional.empty(), Map.of(StageReport.INTRA_LIST_DIVERSITY, 0.25)));
    metrics.recommended(answer(Optional.empty(), Map.of(StageReport.INTRA_LIST_DIVERSITY, 0.75)));
    metrics.recommended(answer(Optional.empty(), Map.of()));
    var summary = registry.get("recs.intra.list.diversity").tag("recommender", "tiny").summary();
    assertThat(summary.count()).isEqualTo(2);
    assertThat(summary.mean()).isEqualTo(0.5);
  }

  @Test
  void what_became_of_lists_and_of_events_that_count_for_none_is_counted() {
    ListMetrics lists = new ListMetrics(registry);
    lists.ended("tiny", Fate.OVER);
    lists.ended("tiny", Fate.OVER);
    lists.ended("tiny", Fate.UNSEEN);
    lists.adopted("tiny");
    lists.unattributed("tiny", EventType.CLICK, ListObserver.Reason.NOT_SHOWN);
    assertThat(
            registry
                .get("recs.lists")
                .tags("recommender", "tiny", "fate", "over")
                .counter()
                .count())
        .isEqualTo(2);
    assertThat(
            registry
                .get("recs.unattributed.events")
                .tags("recommender", "tiny", "type", "click", "reason", "not_shown")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("recs.adopted.lists").tags("recommender", "tiny").counter().count())
        .isEqualTo(1);
  }

  private static Recommendation answer(
      Optional<Degradation> degraded, Map<String, Double> measures) {
    return new Recommendation(
        "answer-1",
        "tiny",
        List.of(),
        "1",
        Optional.empty(),
        degraded,
        new Recommendation.Ignored(0, 0),
        new Recommendation.Versions("1", 1, 1, OptionalLong.empty()),
        List.of(
            new StageReport(
                Stage.RERANK,
                0,
                0,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(measures),
                1)),
        0,
        0);
  }
}
