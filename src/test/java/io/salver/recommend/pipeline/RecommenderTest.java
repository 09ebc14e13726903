package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.salver.fault.DeadlineExceeded;
import io.salver.fault.InvalidInput;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.Fallback;
import io.salver.recommend.Recommendation;
import io.salver.recommend.Recommendation.FeatureExplanation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Stage;
import io.salver.recommend.StageReport;
import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Change;
import io.salver.recommend.catalogue.User;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole pipeline over a shop of six items. */
final class RecommenderTest {

  private final TinyShop shop;
  private final Recommender recommender;

  RecommenderTest(@TempDir Path directory) {
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
  void a_known_user_gets_neighbours_of_the_newest_item_in_the_order_of_the_ranker() {
    Recommendation answer = recommend(request().userId(1).candidates(3).k(2));

    // Items 10 and 20 are seen; nearest to 20 are 30, 40, 50; the ranker prefers the cheapest.
    assertThat(ids(answer)).containsExactly(30L, 40L);
    assertThat(answer.fallback()).isEmpty();
    assertThat(answer.items().getFirst().retrievalRank()).isEqualTo(1);
    assertThat(answer.items().getFirst().retrievalScore())
        .isCloseTo((float) Math.cos(TinyShop.STEP), within(1e-6f));
    assertThat(answer.versions().ranker()).hasValue(1);
  }

  @Test
  void every_model_runs_once() {
    shop.inference.runs().clear();
    recommend(request().userId(1));
    assertThat(shop.inference.runs()).containsExactly("tiny-user", "tiny-ranker");
  }

  @Test
  void stages_account_for_everything_they_looked_at() {
    Recommendation answer =
        recommend(
            request()
                .userId(1)
                .history(List.of(10L, 999L, 10L, 20L, 30L))
                .exclude(List.of(60L, 998L))
                .filters(Map.of("price", new AttributeFilter.Range(0, 40)))
                .candidates(1)
                .k(1));

    assertThat(answer.stages())
        .extracting(StageReport::stage)
        .containsExactly(
            Stage.FEATURES, Stage.FILTER, Stage.EMBED, Stage.RETRIEVE, Stage.RANK, Stage.RERANK);
    assertThat(answer.stages())
        .allSatisfy(
            stage ->
                assertThat(stage.in())
                    .isEqualTo(
                        stage.kept() + stage.removed().values().stream().mapToInt(n -> n).sum()));
    assertThat(answer.stages().get(0).removed())
        .containsExactly(Map.entry("unknown_item", 1), Map.entry("history_length", 1));
    assertThat(answer.stages().get(1).removed())
        .containsExactly(Map.entry("exclude", 1), Map.entry("seen", 3), Map.entry("price", 1));
    assertThat(answer.ignored()).isEqualTo(new Recommendation.Ignored(1, 1));
    assertThat(ids(answer)).containsExactly(40L);
    long inStages = answer.stages().stream().mapToLong(StageReport::nanos).sum();
    assertThat(inStages).isLessThanOrEqualTo(answer.computeNanos());
  }

  @Test
  void a_history_in_the_request_replaces_the_stored_one_and_both_count_as_seen() {
    Recommendation answer = recommend(request().userId(1).history(List.of(60L)).candidates(3).k(3));
    assertThat(answer.items())
        .filteredOn(item -> item.retrievalRank() == 1)
        .extracting(Recommendation.Item::id)
        .containsExactly(50L);
    assertThat(ids(answer)).doesNotContain(10L, 20L, 60L);
  }

  @Test
  void seen_items_come_back_when_asked_for() {
    assertThat(ids(recommend(request().userId(1).excludeSeen(false).k(6)))).contains(10L, 20L);
  }

  @Test
  void an_unknown_user_is_answered_from_features_and_marked() {
    Recommendation answer =
        recommend(request().userId(77).userFeatures(Map.of("age", new Value.Text("old"))));
    assertThat(answer.fallback()).contains(Fallback.UNKNOWN_USER);
    assertThat(answer.versions().ranker()).isPresent();
  }

  @Test
  void somebody_with_a_history_and_no_id_is_anonymous() {
    Recommendation answer = recommend(request().history(List.of(50L)));
    assertThat(answer.fallback()).contains(Fallback.ANONYMOUS_USER);
  }

  @Test
  void nobody_gets_what_is_popular_without_any_model() {
    shop.inference.runs().clear();
    Recommendation answer = recommend(request().k(3).explain(true));
    assertThat(answer.fallback()).contains(Fallback.POPULARITY);
    assertThat(ids(answer)).containsExactly(20L, 40L, 30L);
    assertThat(answer.items().getFirst().score()).isEqualTo(5f);
    assertThat(answer.versions().ranker()).isEmpty();
    assertThat(answer.items().getFirst().explanation()).isEmpty();
    assertThat(shop.inference.runs()).isEmpty();
  }

  @Test
  void a_history_of_unknown_items_only_is_nothing_known() {
    Recommendation answer = recommend(request().userId(77).history(List.of(4711L)));
    assertThat(answer.fallback()).contains(Fallback.POPULARITY);
    assertThat(answer.ignored().history()).isEqualTo(1);
  }

  @Test
  void a_user_without_features_history_and_trained_identity_is_as_good_as_unknown() {
    TinyShop growing = new TinyShop();
    putUser(growing, 8, Map.of());
    putUser(growing, 9, Map.of("age", new Value.Text("old")));
    try (Recommender grown = growing.recommender()) {
      Recommendation nothing =
          grown.recommend(request().userId(8).k(2).build(), call(Deadline.none()));
      assertThat(nothing.fallback()).contains(Fallback.POPULARITY);
      Recommendation something =
          grown.recommend(request().userId(9).k(2).build(), call(Deadline.none()));
      assertThat(something.fallback()).isEmpty();
    }
  }

  private static void putUser(TinyShop shop, long id, Map<String, Value> features) {
    User user = new User(id, new LinkedHashMap<>(features), List.of());
    var unused = shop.log.write("tiny", List.of(new Change.PutUser(user)));
  }

  @Test
  void filters_take_words_lists_and_numbers() {
    assertThat(ids(recommend(filtered("category", anyOf("hats", "nothing")))))
        .containsExactlyInAnyOrder(30L, 40L);
    assertThat(ids(recommend(filtered("tags", anyOf("blue"))))).containsExactlyInAnyOrder(50L, 60L);
    assertThat(ids(recommend(filtered("price", anyOf("30", "40.0")))))
        .containsExactlyInAnyOrder(30L, 40L);
    assertThat(
            ids(
                recommend(
                    filtered("price", new AttributeFilter.Range(45, Double.POSITIVE_INFINITY)))))
        .containsExactly(50L);
  }

  @Test
  void an_empty_answer_is_explained_by_its_stages() {
    Recommendation answer = recommend(filtered("category", anyOf("nothing")));
    assertThat(answer.items()).isEmpty();
    assertThat(answer.stages().get(1).kept()).isZero();
    assertThat(answer.stages().get(1).removed()).containsEntry("category", 4);
    assertThat(answer.stages().getLast().in()).isZero();
  }

  @Test
  void the_context_comes_from_the_clock_unless_it_is_given() {
    Recommendation now = recommend(request().userId(1).k(1).explain(true));
    assertThat(explained(now, "context.day_of_week").encoded()).containsExactly(1.0);
    Recommendation given =
        recommend(
            request()
                .userId(1)
                .k(1)
                .explain(true)
                .context(Map.of("day_of_week", new Value.Real(7))));
    assertThat(explained(given, "context.day_of_week").encoded()).containsExactly(7.0);
  }

  @Test
  void an_explanation_has_every_feature_raw_and_encoded() {
    Recommendation answer = recommend(request().userId(1).k(1).explain(true));
    assertThat(answer.items().getFirst().id()).isEqualTo(30);
    assertThat(explained(answer, "user.age"))
        .isEqualTo(
            new FeatureExplanation("user.age", Optional.of(new Value.Text("young")), List.of(1.0)));
    assertThat(explained(answer, "item.category").encoded()).containsExactly(2.0);
    assertThat(explained(answer, "item.tags").encoded()).containsExactly(2.0, 0.0);
    assertThat(explained(answer, "item.price").raw()).contains(new Value.Real(30));
    assertThat(explained(answer, "cross.category_share").encoded()).containsExactly(0.0);
    assertThat(explained(answer, "cross.price_gap").encoded()).containsExactly(1.5);
  }

  @Test
  void attributes_are_those_asked_for_that_the_item_has() {
    Recommendation answer =
        recommend(
            filtered("tags", anyOf("blue"))
                .attributes(List.of("price", "category"))
                .history(List.of(40L))
                .k(2));
    assertThat(answer.items().getLast().attributes())
        .containsExactly(Map.entry("price", new Value.Real(50)));
    assertThat(answer.items().getFirst().attributes())
        .containsExactly(Map.entry("category", new Value.Text("bags")));
  }

  @Test
  void what_the_schema_does_not_know_is_named_with_the_nearest() {
    refused(request().userId(1).attributes(List.of("prise")), "prise", "did you mean 'price'");
    refused(filtered("kategory", anyOf("hats")), "kategory", "did you mean 'category'");
    refused(filtered("category", new AttributeFilter.Range(1, 2)), "category", "list of values");
    refused(filtered("price", anyOf("cheap")), "filter.price", "'cheap'");
    refused(request().userFeatures(Map.of("ag", new Value.Text("old"))), "'ag'", "'age'");
    refused(request().userFeatures(Map.of("age", new Value.Text("olt"))), "user.age", "'old'");
    refused(
        request().context(Map.of("day_of_week", new Value.Real(8))), "context.day_of_week", "'8'");
    refused(request().context(Map.of("weather", new Value.Text("wet"))), "weather");
  }

  @Test
  void a_deadline_in_the_past_stops_before_the_models() {
    Deadline passed = Deadline.after(Duration.ZERO, Ticker.SYSTEM);
    assertThatExceptionOfType(DeadlineExceeded.class)
        .isThrownBy(() -> recommender.recommend(request().userId(1).build(), call(passed)));
  }

  private void refused(RecommendationRequest.Builder request, String... parts) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(() -> recommend(request))
        .satisfies(fault -> assertThat(fault.explanation()).contains(parts));
  }

  private Recommendation recommend(RecommendationRequest.Builder request) {
    return recommender.recommend(request.build(), call(Deadline.none()));
  }

  private static Call call(Deadline deadline) {
    return new Call("answer-1", deadline, 0, Urgency.ONLINE);
  }

  private static FeatureExplanation explained(Recommendation answer, String feature) {
    return answer.items().getFirst().explanation().stream()
        .filter(explanation -> explanation.name().equals(feature))
        .findFirst()
        .orElseThrow();
  }

  private static RecommendationRequest.Builder request() {
    return RecommendationRequest.builder();
  }

  private static RecommendationRequest.Builder filtered(String attribute, AttributeFilter filter) {
    return request().userId(1).filters(Map.of(attribute, filter));
  }

  private static AttributeFilter anyOf(String... values) {
    return new AttributeFilter.AnyOf(List.of(values));
  }

  private static List<Long> ids(Recommendation answer) {
    return answer.items().stream().map(Recommendation.Item::id).toList();
  }
}
