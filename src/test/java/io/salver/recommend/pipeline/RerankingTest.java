package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.Fallback;
import io.salver.recommend.Placement;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.SimilarRequest;
import io.salver.recommend.Stage;
import io.salver.recommend.StageReport;
import io.salver.recommend.Strategy;
import io.salver.recommend.Value;
import io.salver.recommend.rerank.Diversity;
import io.salver.recommend.rerank.RerankPolicy;
import io.salver.recommend.rerank.Rule;
import io.salver.recommend.rerank.Scope;
import io.salver.time.Deadline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RerankingTest {

  private final TinyShop shop = new TinyShop();

  @Test
  void an_item_that_was_not_retrieved_is_pinned_all_the_same() {
    Recommendation answer =
        recommend(pin(60L, 1), RecommendationRequest.builder().userId(1).candidates(3).k(2));
    assertThat(ids(answer)).containsExactly(60L, 30L);
    Recommendation.Item pinned = answer.items().getFirst();
    assertThat(pinned.placement()).isEqualTo(Placement.PINNED);
    assertThat(pinned.retrievalRank()).isZero();
    assertThat(pinned.retrievalScore()).isNaN();
    StageReport rerank = answer.stages().getLast();
    assertThat(rerank.in()).isEqualTo(4);
    assertThat(rerank.removed()).containsExactly(Map.entry("k", 2));
    assertThat(rerank.moved()).containsExactly(Map.entry("campaign", 1));
    assertThat(rerank.measures()).containsKey(StageReport.INTRA_LIST_DIVERSITY);
  }

  @Test
  void an_item_that_is_pinned_must_pass_the_filters() {
    Recommendation answer =
        recommend(
            pin(60L, 1),
            RecommendationRequest.builder()
                .userId(1)
                .filters(Map.of("category", new AttributeFilter.AnyOf(List.of("hats")))));
    assertThat(ids(answer)).containsExactly(30L, 40L);
    Recommendation seen = recommend(pin(10L, 1), RecommendationRequest.builder().userId(1).k(1));
    assertThat(ids(seen)).containsExactly(30L);
  }

  @Test
  void rules_read_the_features_of_user_and_moment() {
    Scope old =
        new Scope(
            Optional.empty(),
            Optional.empty(),
            Map.of("user.age", new AttributeFilter.AnyOf(List.of("old"))));
    Rule rule = new Rule.Pin("campaign", old, new LinkedHashMap<>(Map.of(60L, 1)));
    assertThat(ids(recommend(rule, RecommendationRequest.builder().userId(1).k(1))))
        .containsExactly(30L);
    RecommendationRequest.Builder given =
        RecommendationRequest.builder()
            .userId(1)
            .k(1)
            .userFeatures(Map.of("age", new Value.Text("old")));
    assertThat(ids(recommend(rule, given))).containsExactly(60L);
  }

  @Test
  void rules_that_name_what_there_is_not_keep_a_recommender_from_loading() {
    Rule cap = new Rule.Cap("brands", Scope.ALWAYS, "brand", 1);
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> shop.recommender(policy(cap)))
        .withMessageContaining("rule 'brands'.cap: there is no attribute 'brand'");
  }

  @Test
  void exploration_is_marked_and_the_same_for_the_same_answer() {
    RecommendationRequest.Builder request =
        RecommendationRequest.builder().userId(1).k(2).exploration(0.5);
    try (Recommender recommender = shop.recommender()) {
      Recommendation answer = recommender.recommend(request.build(), call("answer-7"));
      assertThat(answer.items()).filteredOn(Recommendation.Item::explored).hasSize(1);
      assertThat(ids(recommender.recommend(request.build(), call("answer-7"))))
          .isEqualTo(ids(answer));
      assertThat(answer.stages().getLast().moved()).containsEntry("exploration", 1);
    }
  }

  @Test
  void diversity_prefers_what_is_far_from_the_others() {
    RecommendationRequest.Builder request =
        RecommendationRequest.builder().userId(1).excludeSeen(false).k(2);
    try (Recommender recommender = shop.recommender()) {
      assertThat(ids(recommender.recommend(request.build(), call("a")))).containsExactly(10L, 20L);
      Recommendation diverse = recommender.recommend(request.diversity(1).build(), call("a"));
      assertThat(ids(diverse)).containsExactly(10L, 60L);
      assertThat(diversity(diverse)).isGreaterThan(0.3);
    }
  }

  @Test
  void the_defaults_of_the_recommender_apply_where_the_request_says_nothing() {
    RerankPolicy policy = new RerankPolicy(Diversity.DPP, 1, 0, Optional.of("category"), List.of());
    RecommendationRequest.Builder request =
        RecommendationRequest.builder().userId(1).excludeSeen(false).k(6);
    try (Recommender recommender = shop.recommender(policy(policy))) {
      Recommendation answer = recommender.recommend(request.build(), call("a"));
      // One each of shoes, hats and bags, and the one without a category.
      assertThat(answer.items()).hasSize(4);
      assertThat(answer.stages().getLast().removed()).containsEntry("duplicate", 2);
      assertThat(recommender.recommend(request.deduplicate("").build(), call("a")).items())
          .hasSize(6);
    }
  }

  @Test
  void an_attribute_to_deduplicate_by_must_exist() {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(
            () ->
                recommend(
                    pin(60L, 1), RecommendationRequest.builder().userId(1).deduplicate("titel")))
        .withMessageContaining("deduplicate: there is no attribute 'titel'");
  }

  @Test
  void what_is_popular_can_be_asked_for_and_is_no_fallback() {
    shop.inference.runs().clear();
    try (Recommender recommender = shop.recommender()) {
      shop.inference.runs().clear();
      RecommendationRequest request =
          RecommendationRequest.builder().userId(1).strategy(Strategy.POPULARITY).k(2).build();
      Recommendation answer = recommender.recommend(request, call("a"));
      assertThat(ids(answer)).containsExactly(40L, 30L);
      assertThat(answer.fallback()).isEmpty();
      assertThat(answer.arm()).isEqualTo("popularity");
      assertThat(shop.inference.runs()).isEmpty();
    }
  }

  @Test
  void somebody_unknown_gets_what_is_popular_in_the_segment() {
    PipelinePolicy policy =
        new PipelinePolicy(
            RerankPolicy.NONE,
            StageBudgets.RELATIVE,
            new PopularityPolicy(List.of("day_of_week"), 1));
    try (Recommender recommender = shop.recommender(policy)) {
      Recommendation answer =
          recommender.recommend(RecommendationRequest.builder().k(2).build(), call("a"));
      assertThat(answer.fallback()).contains(Fallback.POPULARITY);
      assertThat(ids(answer)).containsExactly(20L, 40L);
    }
  }

  @Test
  void similar_items_are_neighbours_without_the_item_itself_and_within_the_filters() {
    try (Recommender recommender = shop.recommender()) {
      SimilarRequest request =
          SimilarRequest.builder(30)
              .k(2)
              .exclude(List.of(20L, 999L))
              .filters(Map.of("category", new AttributeFilter.NoneOf(List.of("hats"))))
              .attributes(List.of("price"))
              .build();
      Recommendation answer = recommender.similar(request, call("a"));
      assertThat(ids(answer)).containsExactly(10L, 50L);
      assertThat(answer.id()).isEqualTo("a");
      assertThat(answer.ignored()).isEqualTo(new Recommendation.Ignored(0, 1));
      assertThat(answer.items().getFirst().attributes())
          .containsExactly(Map.entry("price", new Value.Real(10)));
      assertThat(answer.stages())
          .extracting(StageReport::stage)
          .containsExactly(Stage.FILTER, Stage.RETRIEVE, Stage.RERANK);
      assertThat(answer.stages().getFirst().removed())
          .containsExactly(Map.entry("exclude", 2), Map.entry("category", 1));
    }
  }

  @Test
  void filters_can_exclude_values_and_be_joined() {
    Map<String, AttributeFilter> filters =
        Map.of(
            "tags",
            new AttributeFilter.AllOf(
                List.of(
                    new AttributeFilter.AnyOf(List.of("blue", "new")),
                    new AttributeFilter.NoneOf(List.of("red")))));
    try (Recommender recommender = shop.recommender()) {
      Recommendation answer =
          recommender.recommend(
              RecommendationRequest.builder()
                  .userId(2)
                  .history(List.of(40L))
                  .filters(filters)
                  .build(),
              call("a"));
      assertThat(ids(answer)).containsExactlyInAnyOrder(30L, 50L, 60L);
    }
  }

  @Test
  void a_bundle_that_there_is_not_is_told() {
    try (Recommender recommender = shop.recommender()) {
      String version = recommender.bundle().version();
      RecommendationRequest.Builder request = RecommendationRequest.builder().userId(1);
      Recommendation answer = recommender.recommend(request.bundle(version).build(), call("a"));
      assertThat(answer.arm()).isEqualTo(version);
      assertThatExceptionOfType(NotFound.class)
          .isThrownBy(() -> recommender.recommend(request.bundle("another").build(), call("a")))
          .withMessageContaining(version);
    }
  }

  private Recommendation recommend(Rule rule, RecommendationRequest.Builder request) {
    try (Recommender recommender = shop.recommender(policy(rule))) {
      return recommender.recommend(request.build(), call("answer-1"));
    }
  }

  private static double diversity(Recommendation answer) {
    return answer
        .stages()
        .getLast()
        .measures()
        .getOrDefault(StageReport.INTRA_LIST_DIVERSITY, Double.NaN);
  }

  private static PipelinePolicy policy(Rule rule) {
    return policy(new RerankPolicy(Diversity.MMR, 0, 0, Optional.empty(), List.of(rule)));
  }

  private static PipelinePolicy policy(RerankPolicy rerank) {
    return new PipelinePolicy(rerank, StageBudgets.RELATIVE, PopularityPolicy.NONE);
  }

  private static Rule pin(long item, int place) {
    return new Rule.Pin("campaign", Scope.ALWAYS, new LinkedHashMap<>(Map.of(item, place)));
  }

  private static Call call(String id) {
    return new Call(id, Deadline.none(), 0, Urgency.ONLINE);
  }

  private static List<Long> ids(Recommendation answer) {
    return answer.items().stream().map(Recommendation.Item::id).toList();
  }
}
