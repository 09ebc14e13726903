package io.salver.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.InvalidInput;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestsTest {

  @Test
  void what_is_not_said_of_the_last_stage_is_as_the_recommender_says() {
    assertThat(RecommendationRequest.builder().build().reranking()).isEqualTo(Reranking.DEFAULT);
    assertThat(RecommendationRequest.builder().build().strategy()).isEqualTo(Strategy.PERSONAL);
    assertThat(RecommendationRequest.builder().build().bundle()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void shares_are_within_0_and_1(double wrong) {
    refused(
        () -> RecommendationRequest.builder().diversity(wrong),
        "diversity must be within 0 and 1, received " + wrong);
    refused(() -> RecommendationRequest.builder().exploration(wrong), "exploration must be");
    refused(() -> SimilarRequest.builder(1).diversity(wrong), "diversity must be");
  }

  @Test
  void filters_of_filters_are_checked_too() {
    AttributeFilter range = new AttributeFilter.Range(2, 1);
    refused(
        () ->
            RecommendationRequest.builder()
                .filters(Map.of("price", new AttributeFilter.AllOf(List.of(range)))),
        "filter.price expects numbers with min <= max");
    List<String> many = LongStream.range(0, 1001).mapToObj(Long::toString).toList();
    refused(
        () -> SimilarRequest.builder(1).filters(Map.of("brand", new AttributeFilter.NoneOf(many))),
        "filter.brand takes at most 1000 entries, received 1001");
  }

  @Test
  void similar_items_are_asked_for_by_a_positive_id() {
    refused(() -> SimilarRequest.builder(0), "item_id expects a positive id, received 0");
  }

  @Test
  void similar_items_have_at_least_as_many_candidates_as_places() {
    assertThat(SimilarRequest.builder(1).k(200).build().candidates()).isEqualTo(200);
    refused(
        () -> SimilarRequest.builder(1).k(20).candidates(10).build(),
        "candidates must be at least k (20), received 10");
  }

  @Test
  void similar_items_know_neither_rules_nor_exploration() {
    Reranking reranking = SimilarRequest.builder(1).diversity(0.5).build().reranking();
    assertThat(reranking.rules()).isFalse();
    assertThat(reranking.exploration()).hasValue(0);
    assertThat(reranking.diversity()).hasValue(0.5);
  }

  private static void refused(Runnable request, String message) {
    assertThatExceptionOfType(InvalidInput.class)
        .isThrownBy(request::run)
        .satisfies(fault -> assertThat(fault.explanation()).contains(message));
  }
}
