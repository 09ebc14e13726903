package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelId;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Observation;
import io.salver.monitor.Sample;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.SliceSettings;
import io.salver.recommend.Fallback;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.rerank.RerankPolicy;
import io.salver.task.RecordedObservations;
import io.salver.time.Deadline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of an answer to those who watch models, and for whom its clicks will count. */
final class WatchedRecommenderTest {

  private final TinyShop shop;
  private final Recommender recommender;

  WatchedRecommenderTest(@TempDir Path directory) {
    this.shop = new TinyShop(directory);
    this.recommender = shop.recommender();
  }

  @AfterEach
  void everything_is_given_back() {
    shop.catalogues.close();
    recommender.close();
    assertThat(shop.memory.leasedBytes()).isZero();
  }

  @Test
  void what_tower_and_ranker_are_asked_is_told_in_raw_values() {
    Recommendation answer = recommend(request().userId(1).candidates(3).k(3));

    List<Observation> tower = told("tiny-user");
    assertThat(tower).hasSize(1);
    assertThat(tower.getFirst().sample().features())
        .containsExactly(named("user.age", new FeatureValue.Category("young")));
    assertThat(tower.getFirst().sample().embeddings().get("embedding")).hasSize(2);
    List<Observation> ranker = told("tiny-ranker");
    assertThat(ranker).extracting(each -> each.id().index()).containsExactly(0, 1, 2);
    assertThat(ranker).extracting(each -> each.id().request()).containsOnly(id(ranker));
    Observation nearest = ranker.getFirst(); // item 30
    assertThat(nearest.sample().features())
        .contains(
            named("user.age", new FeatureValue.Category("young")),
            named("item.category", new FeatureValue.Category("hats")),
            named("item.tags", new FeatureValue.Category("new")),
            named("cross.category_share", new FeatureValue.Numeric(0)))
        .noneMatch(each -> each.name().equals("item.id"));
    assertThat(RecordedObservations.number(nearest.sample().features(), "item.price"))
        .isCloseTo(30, within(1e-4));
    assertThat(RecordedObservations.number(nearest.sample().features(), "retrieval.score"))
        .isCloseTo(Math.cos(TinyShop.STEP), within(1e-6));
    assertThat(RecordedObservations.number(nearest.sample().predictions(), "score"))
        .isCloseTo((double) answer.items().getFirst().score(), within(1e-6));
  }

  @Test
  void items_that_are_embedded_are_told_with_their_vectors() {
    List<Observation> items = told("tiny-item");
    assertThat(items).hasSizeBetween(1, 10);
    for (Observation each : items) {
      assertThat(each.sample().features()).isNotEmpty();
      float[] vector = each.sample().embeddings().get("embedding");
      assertThat(vector).hasSize(2);
    }
  }

  @Test
  void clicks_will_count_for_the_bundle_and_the_ranker_by_the_declared_groups() {
    SliceSettings age = new SliceSettings("user.age", List.of());
    SliceSettings day = new SliceSettings("context.day_of_week", List.of(3.0, 6.0));
    OutcomeSettings quality =
        new OutcomeSettings(
            1, OutcomeSettings.DEFAULT.window(), OutcomeSettings.Concept.ADWIN, List.of(age, day));
    try (Recommender sliced = shop.recommender(policy(PopularityPolicy.NONE, quality))) {
      Recommendation.Judged judged = sliced.recommend(request().userId(1).build(), call()).judged();
      assertThat(judged.models())
          .containsExactly(new ModelId("tiny", 1), new ModelId("tiny-ranker", 1));
      assertThat(judged.groups())
          .containsOnly(Map.entry("user.age", "young"), Map.entry("context.day_of_week", "<3"));
      assertThat(judged.settings()).isEqualTo(quality);
      assertThat(judged.isOfBatch()).isFalse();
      Call batch = new Call("a", Deadline.none(), 0, Urgency.BATCH);
      assertThat(sliced.recommend(request().userId(2).build(), batch).judged())
          .extracting(Recommendation.Judged::isOfBatch, each -> each.groups().get("user.age"))
          .containsExactly(true, "old");
    }
  }

  @Test
  void clicks_on_what_no_model_chose_say_nothing_of_models() {
    Recommendation popular = recommend(request());
    assertThat(popular.fallback()).contains(Fallback.POPULARITY);
    assertThat(popular.judged().models()).isEmpty();
  }

  @Test
  void without_declared_groups_those_of_the_popularity_count() {
    PopularityPolicy segments = new PopularityPolicy(List.of("age", "market"), 1);
    try (Recommender segmented = shop.recommender(policy(segments, OutcomeSettings.DEFAULT))) {
      assertThat(segmented.recommend(request().userId(1).build(), call()).judged().groups())
          .containsOnly(Map.entry("user.age", "young"));
    }
  }

  @Test
  void a_group_of_what_is_no_feature_of_requests_is_an_error() {
    OutcomeSettings wrong =
        new OutcomeSettings(
            1,
            OutcomeSettings.DEFAULT.window(),
            OutcomeSettings.Concept.ADWIN,
            List.of(new SliceSettings("user.aeg", List.of())));
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> shop.recommender(policy(PopularityPolicy.NONE, wrong)))
        .withMessageContaining("received 'user.aeg'")
        .withMessageContaining("did you mean 'user.age'?");
  }

  private static PipelinePolicy policy(PopularityPolicy popularity, OutcomeSettings quality) {
    return new PipelinePolicy(RerankPolicy.NONE, StageBudgets.RELATIVE, popularity, quality);
  }

  private List<Observation> told(String model) {
    return shop.watched.all().stream().filter(each -> each.model().name().equals(model)).toList();
  }

  private static String id(List<Observation> all) {
    return all.getFirst().id().request();
  }

  private static Sample.Named named(String name, FeatureValue value) {
    return new Sample.Named(name, value);
  }

  private Recommendation recommend(RecommendationRequest.Builder request) {
    return recommender.recommend(request.build(), call());
  }

  private static Call call() {
    return new Call("answer-1", Deadline.none(), 0, Urgency.ONLINE);
  }

  private static RecommendationRequest.Builder request() {
    return RecommendationRequest.builder();
  }
}
