package io.salver.task.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotReady;
import io.salver.task.tabular.Explain.Method;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TabularTasksTest {

  private final TabularFixture classifier = new TabularFixture("classifier");
  private final TabularFixture regressor = new TabularFixture("regressor");

  @AfterEach
  void everything_is_given_back() {
    classifier.close();
    regressor.close();
    assertThat(classifier.pool.leasedBytes() + regressor.pool.leasedBytes()).isZero();
  }

  @Test
  void an_unsure_answer_abstains_with_its_reason() {
    RowAnswer.Classified unsure =
        (RowAnswer.Classified) answer(classifier, Optional.of(below(0.99)));
    assertThat(unsure.abstained().orElseThrow())
        .startsWith("the most probable class, '")
        .endsWith("which is below 0.99");
    assertThat(((RowAnswer.Classified) answer(classifier, Optional.of(Abstain.NEVER))).abstained())
        .isEmpty();
    RowAnswer.Valued wide = (RowAnswer.Valued) answer(regressor, Optional.of(wider(0.001)));
    assertThat(wide.abstained().orElseThrow()).contains("is wider than 0.001");
    assertThat(wide.spread().orElseThrow().interval().orElseThrow().level()).isEqualTo(0.9);
  }

  @Test
  void a_rule_for_other_answers_is_refused() {
    assertThatThrownBy(() -> answer(classifier, Optional.of(wider(1))))
        .cause()
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("abstain.wider is for values");
    assertThatThrownBy(() -> answer(regressor, Optional.of(below(0.5))))
        .cause()
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("abstain.below is for classes");
  }

  @Test
  void ten_thousand_rows_are_answered_in_runs_of_as_many_as_may_be() {
    List<JsonNode> rows = Collections.nCopies(10_000, row(classifier));

    TabularAnswer answer = classifier.predict(rows);

    assertThat(answer.rows()).hasSize(10_000).containsOnly(answer.rows().getFirst());
    assertThat(classifier.models.requests()).hasSize(10);
    assertThat(classifier.observer.answers()).hasSize(10_000);
  }

  @Test
  void a_model_explains_itself_by_its_own_output() {
    Explanation found = explanation(regressor, explain(Method.MODEL, OptionalInt.empty()));
    JsonNode expected = first(regressor).get("outputs").get("attributions");
    assertThat(found.attributions()).hasSize(6);
    for (int i = 0; i < 6; i++) {
      assertThat(found.attributions().get(i).value())
          .isCloseTo(expected.get(i).asDouble(), within(1e-5));
    }
    assertThat(found.baseline()).isEmpty();
  }

  @Test
  void exchanging_features_one_by_one_explains_within_its_budget() {
    Explanation found = explanation(classifier, explain(Method.PERMUTATION, OptionalInt.of(21)));
    assertThat(found.modelRows()).isEqualTo(21);
    assertThat(found.label()).isPresent();
    assertThat(found.attributions()).hasSize(7);
    assertThat(found.attributions().getFirst().standardError()).isPresent();
  }

  @Test
  void explanations_that_cannot_be_are_refused_with_what_can() {
    refused(
        classifier,
        explain(Method.MODEL, OptionalInt.empty()),
        "explain.method is model; this model's answers can be explained by [");
    refused(
        classifier,
        explain(Method.SHAPLEY, OptionalInt.of(3)),
        "explain.budget is 3; at least 12 rows are needed for 7 features");
    refused(classifier, explain(Method.SHAPLEY, OptionalInt.of(0)), "1 to 100000 is expected");
    refused(
        classifier,
        new Explain(Method.SHAPLEY, OptionalInt.empty(), 1, Optional.of("nobody")),
        "explain.label is 'nobody'; the classes are [");
  }

  @Test
  void a_request_without_rows_is_refused() {
    assertThatThrownBy(() -> classifier.predict(List.of()))
        .cause()
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no row");
  }

  @Test
  void a_partial_request_of_bad_rows_only_has_no_answer_but_why() {
    JsonNode bad = TabularFixture.JSON.createObjectNode().put("age", "old").put("shoe", 44);
    TabularAnswer answer =
        classifier.predict(List.of(bad, bad), true, Optional.empty(), Optional.empty());
    RowAnswer.Refused refused = (RowAnswer.Refused) answer.rows().get(1);
    assertThat(refused.problems())
        .extracting(problem -> problem.message())
        .contains("rows[1].age: a number is expected, not the text 'old'")
        .anyMatch(message -> message.startsWith("rows[1].shoe: the model has no such feature"));
    assertThat(classifier.models.requests()).isEmpty();
  }

  @Test
  void what_the_model_fails_with_is_the_answer() {
    classifier.models.failNext(new BackendFailure("the model broke"));
    assertThatThrownBy(() -> answer(classifier, Optional.empty()))
        .cause()
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("the model broke");
  }

  @Test
  void a_version_that_went_in_between_is_asked_once_more() {
    classifier.models.failNext(new NotReady("rows@1 is unloading"));
    assertThat(answer(classifier, Optional.empty())).isInstanceOf(RowAnswer.Classified.class);
  }

  @Test
  void the_schema_tells_what_a_model_takes_and_gives() {
    TabularSchema schema = regressor.tasks.schema(Optional.empty());
    assertThat(schema.unit()).contains("k€");
    assertThat(schema.levels()).containsExactly(0.05, 0.5, 0.95);
    assertThat(schema.interval()).hasValue(0.9);
    assertThat(schema.abstain().wider()).hasValue(2.5);
    assertThat(schema.methods())
        .containsExactlyInAnyOrder(Method.MODEL, Method.SHAPLEY, Method.PERMUTATION);
    assertThat(schema.features().find("built").orElseThrow().isRequired()).isTrue();
  }

  private static Abstain below(double probability) {
    return new Abstain(OptionalDouble.of(probability), OptionalDouble.empty());
  }

  private static Abstain wider(double width) {
    return new Abstain(OptionalDouble.empty(), OptionalDouble.of(width));
  }

  private static Explain explain(Method method, OptionalInt budget) {
    return new Explain(method, budget, 3, Optional.empty());
  }

  private static JsonNode first(TabularFixture fixture) {
    return fixture.expected.get("cases").get(0);
  }

  private static JsonNode row(TabularFixture fixture) {
    return first(fixture).get("row");
  }

  private static RowAnswer answer(TabularFixture fixture, Optional<Abstain> abstain) {
    return fixture
        .predict(List.of(row(fixture)), false, Optional.empty(), abstain)
        .rows()
        .getFirst();
  }

  private static Explanation explanation(TabularFixture fixture, Explain explain) {
    RowAnswer answer =
        fixture
            .predict(List.of(row(fixture)), false, Optional.of(explain), Optional.empty())
            .rows()
            .getFirst();
    return switch (answer) {
      case RowAnswer.Classified classified -> classified.explanation().orElseThrow();
      case RowAnswer.Valued valued -> valued.explanation().orElseThrow();
      case RowAnswer.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private static void refused(TabularFixture fixture, Explain explain, String message) {
    assertThatThrownBy(() -> explanation(fixture, explain))
        .cause()
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }
}
