package io.salver.recommend.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.recommend.Degradation;
import io.salver.recommend.Degradation.AnsweredBy;
import io.salver.recommend.Degradation.Reason;
import io.salver.recommend.Recommendation;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.SimilarRequest;
import io.salver.recommend.Stage;
import io.salver.recommend.StageReport;
import io.salver.recommend.rerank.RerankPolicy;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(300)
final class DegradationTest {

  private static final Duration BUDGET = Duration.ofSeconds(3);

  private final TinyShop shop = new TinyShop();
  private final Recommender recommender =
      shop.recommender(
          new PipelinePolicy(
              RerankPolicy.NONE,
              new StageBudgets(Map.of(Stage.EMBED, BUDGET, Stage.RANK, BUDGET)),
              PopularityPolicy.NONE));

  @AfterEach
  void everything_is_given_back() {
    shop.inference.release(new Cancelled("the test is over"));
    recommender.close();
    assertThat(shop.memory.leasedBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void without_a_ranker_the_order_of_retrieval_is_answered_and_marked(Fault fault, Reason reason) {
    shop.inference.fail("tiny-ranker", fault);
    Recommendation answer = recommend(Deadline.none());
    assertThat(ids(answer)).containsExactly(30L, 40L, 50L);
    assertThat(answer.degraded())
        .contains(new Degradation(Stage.RANK, reason, AnsweredBy.RETRIEVAL));
    assertThat(answer.versions().ranker()).isEmpty();
    assertThat(answer.items().getFirst().score())
        .isEqualTo(answer.items().getFirst().retrievalScore());
    assertThat(answer.items().getFirst().explanation()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void without_a_user_tower_what_is_popular_is_answered_and_marked(Fault fault, Reason reason) {
    shop.inference.fail("tiny-user", fault);
    Recommendation answer = recommend(Deadline.none());
    assertThat(ids(answer)).containsExactly(40L, 30L, 50L);
    assertThat(answer.degraded())
        .contains(new Degradation(Stage.EMBED, reason, AnsweredBy.POPULARITY));
    assertThat(answer.fallback()).isEmpty();
    StageReport embed =
        answer.stages().stream()
            .filter(each -> each.stage() == Stage.EMBED)
            .findFirst()
            .orElseThrow();
    assertThat(embed.removed()).containsExactly(Map.entry(reason.label(), 1));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new Overloaded(Overloaded.Reason.QUEUE_FULL, Duration.ofSeconds(1), "full"),
            Reason.OVERLOADED),
        Arguments.of(new NotReady("loading"), Reason.GONE),
        Arguments.of(new NotFound("gone"), Reason.GONE),
        Arguments.of(new DeadlineExceeded("late"), Reason.SLOW),
        Arguments.of(new BackendFailure("broken"), Reason.FAILED));
  }

  @Test
  void without_an_index_what_is_popular_is_answered_and_marked() {
    recommender.bundle().index().close();
    Recommendation answer = recommend(Deadline.none());
    assertThat(ids(answer)).containsExactly(40L, 30L, 50L);
    assertThat(answer.degraded())
        .contains(new Degradation(Stage.RETRIEVE, Reason.FAILED, AnsweredBy.POPULARITY));
  }

  @Test
  void a_model_that_does_not_answer_in_its_budget_is_not_waited_for() {
    shop.inference.hold();
    Recommendation answer = recommend(Deadline.none());
    assertThat(answer.degraded())
        .contains(new Degradation(Stage.EMBED, Reason.SLOW, AnsweredBy.POPULARITY));
    assertThat(answer.computeNanos()).isGreaterThanOrEqualTo(BUDGET.toNanos());
    assertThat(shop.memory.leasedBytes()).isPositive(); // until the model is done with it
  }

  @Test
  void a_stage_that_keeps_failing_is_spared() {
    shop.inference.fail("tiny-ranker", new BackendFailure("broken"));
    for (int i = 0; i < StageBreaker.FAILURES; i++) {
      recommend(Deadline.none());
    }
    shop.inference.runs().clear();
    Recommendation answer = recommend(Deadline.none());
    assertThat(shop.inference.runs()).containsExactly("tiny-user");
    assertThat(answer.degraded())
        .contains(new Degradation(Stage.RANK, Reason.FAILED, AnsweredBy.RETRIEVAL));
  }

  @Test
  void the_deadline_of_the_caller_counts_in_any_case() {
    shop.inference.hold();
    Deadline passed = Deadline.after(Duration.ZERO, Ticker.SYSTEM);
    assertThatExceptionOfType(DeadlineExceeded.class).isThrownBy(() -> recommend(passed));
  }

  @Test
  void a_batch_comes_back_to_a_model_that_is_full() {
    Overloaded full = new Overloaded(Overloaded.Reason.QUEUE_FULL, Duration.ofSeconds(1), "full");
    shop.inference.fail("tiny-ranker", full);
    RecommendationRequest request = RecommendationRequest.builder().userId(1).k(3).build();
    Call batch = new Call("answer-1", Deadline.none(), 0, Urgency.BATCH);
    assertThatExceptionOfType(Overloaded.class)
        .isThrownBy(() -> recommender.recommend(request, batch));
    shop.inference.fail("tiny-ranker", new BackendFailure("broken"));
    assertThat(recommender.recommend(request, batch).degraded()).isPresent();
  }

  @Test
  void similar_items_need_an_index() {
    recommender.bundle().index().close();
    SimilarRequest request = SimilarRequest.builder(30).build();
    assertThatExceptionOfType(NotReady.class)
        .isThrownBy(() -> recommender.similar(request, call(Deadline.none())));
  }

  private Recommendation recommend(Deadline deadline) {
    return recommender.recommend(
        RecommendationRequest.builder().userId(1).k(3).explain(true).build(), call(deadline));
  }

  private static Call call(Deadline deadline) {
    return new Call("answer-1", deadline, 0, Urgency.ONLINE);
  }

  private static List<Long> ids(Recommendation answer) {
    return answer.items().stream().map(Recommendation.Item::id).toList();
  }
}
