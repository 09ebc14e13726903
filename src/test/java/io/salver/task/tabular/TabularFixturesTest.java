package io.salver.task.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.InvalidInput;
import io.salver.table.Feature;
import io.salver.table.FeatureCounts;
import io.salver.task.ClassScore;
import io.salver.task.tabular.Explain.Method;
import io.salver.task.tabular.Explanation.Attribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small models of rows in the real runtime, and what the recipe that drew them says of rows. */
final class TabularFixturesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"classifier", "regressor", "mixture", "strings", "fusion-text", "fusion-image"})
  void answers_are_what_the_recipe_makes_of_the_outputs(String name) {
    try (TabularFixture fixture = new TabularFixture(name)) {
      List<JsonNode> rows = new ArrayList<>();
      fixture.expected.get("cases").forEach(each -> rows.add(each.get("row")));
      double tolerance = fixture.expected.get("tolerance").asDouble();

      TabularAnswer together = fixture.predict(rows);

      for (int i = 0; i < rows.size(); i++) {
        JsonNode outputs = fixture.expected.get("cases").get(i).get("outputs");
        compare(together.rows().get(i), outputs, tolerance);
        RowAnswer alone = fixture.predict(List.of(rows.get(i))).rows().getFirst();
        compare(alone, outputs, tolerance);
        counts(fixture, fixture.expected.get("cases").get(i));
      }
      assertThat(fixture.pool.leasedBytes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"classifier", "regressor", "mixture", "strings", "fusion-text", "fusion-image"})
  void rows_that_the_recipe_refuses_are_refused_by_the_name_of_their_feature(String name) {
    try (TabularFixture fixture = new TabularFixture(name)) {
      JsonNode good = fixture.expected.get("cases").get(0).get("row");
      for (JsonNode each : fixture.expected.get("refused")) {
        String feature = each.get("feature").asText();
        assertThatThrownBy(() -> fixture.predict(List.of(good, each.get("row"))))
            .isInstanceOf(CompletionException.class)
            .cause()
            .isInstanceOf(InvalidInput.class)
            .hasMessageContaining("1 of 2 rows cannot be read: rows[1]." + feature + ": ");

        TabularAnswer partial =
            fixture.predict(
                List.of(each.get("row"), good), true, Optional.empty(), Optional.empty());
        assertThat(partial.rows().get(0)).isInstanceOf(RowAnswer.Refused.class);
        assertThat(((RowAnswer.Refused) partial.rows().get(0)).problems())
            .extracting(problem -> problem.column())
            .contains(feature);
        compare(
            partial.rows().get(1),
            fixture.expected.get("cases").get(0).get("outputs"),
            fixture.expected.get("tolerance").asDouble());
      }
      assertThat(fixture.pool.leasedBytes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classifier", "regressor"})
  void shapley_values_by_sampling_come_to_those_by_enumeration(String name) {
    try (TabularFixture fixture = new TabularFixture(name)) {
      for (JsonNode exact : fixture.expected.get("shapley")) {
        JsonNode row = fixture.expected.get("cases").get(exact.get("row").asInt()).get("row");
        for (int target = 0; target < exact.get("base").size(); target++) {
          Explanation found = explained(fixture, row, target, 6_000);
          double base = exact.get("base").get(target).asDouble();
          assertThat(found.baseline().getAsDouble()).isCloseTo(base, within(1e-5));
          double sum = 0;
          for (Attribution each : found.attributions()) {
            double expected = exact.get("values").get(each.feature()).get(target).asDouble();
            double bound = 5 * each.standardError().orElse(0) + 1e-4;
            assertThat(each.value()).as(each.feature()).isCloseTo(expected, within(bound));
            sum += each.value();
          }
          assertThat(sum).isCloseTo(found.explained() - base, within(1e-5));
        }
      }
    }
  }

  @Test
  void mixtures_have_the_quantiles_that_scipy_finds() {
    try (TabularFixture fixture = new TabularFixture("mixture")) {
      List<JsonNode> rows = new ArrayList<>();
      fixture.expected.get("cases").forEach(each -> rows.add(each.get("row")));
      TabularAnswer answer = fixture.predict(rows);
      for (int i = 0; i < rows.size(); i++) {
        JsonNode expected = fixture.expected.get("distribution").get(i);
        RowAnswer.Valued valued = (RowAnswer.Valued) answer.rows().get(i);
        Spread spread = valued.spread().orElseThrow();
        assertThat(valued.value()).isCloseTo(expected.get("mean").asDouble(), within(1e-5));
        assertThat(spread.deviation().getAsDouble())
            .isCloseTo(expected.get("deviation").asDouble(), within(1e-5));
        assertThat(spread.interval().orElseThrow().low())
            .isCloseTo(expected.get("interval").get(0).asDouble(), within(1e-5));
        assertThat(spread.interval().orElseThrow().high())
            .isCloseTo(expected.get("interval").get(1).asDouble(), within(1e-5));
        assertThat(spread.quantiles().get(1).value())
            .isCloseTo(expected.get("quantiles").get("0.5").asDouble(), within(1e-5));
      }
    }
  }

  private static Explanation explained(
      TabularFixture fixture, JsonNode row, int target, int budget) {
    List<String> labels = fixture.tasks.schema(Optional.empty()).labels();
    Explain explain =
        new Explain(
            Method.SHAPLEY,
            OptionalInt.of(budget),
            7,
            labels.isEmpty() ? Optional.empty() : Optional.of(labels.get(target)));
    RowAnswer answer =
        fixture.predict(List.of(row), false, Optional.of(explain), Optional.empty()).rows().get(0);
    return switch (answer) {
      case RowAnswer.Classified classified -> classified.explanation().orElseThrow();
      case RowAnswer.Valued valued -> valued.explanation().orElseThrow();
      case RowAnswer.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private static void compare(RowAnswer answer, JsonNode outputs, double tolerance) {
    switch (answer) {
      case RowAnswer.Classified classified -> {
        double[] expected = probabilities(outputs);
        for (ClassScore each : classified.classes()) {
          assertThat((double) each.score())
              .isCloseTo(expected[each.index()], within(tolerance * 10));
        }
      }
      case RowAnswer.Valued valued -> {
        if (outputs.has("value")) {
          assertThat(valued.value()).isCloseTo(value(outputs.get("value")), within(tolerance));
        }
        if (outputs.has("quantiles")) {
          List<Spread.Quantile> quantiles = valued.spread().orElseThrow().quantiles();
          for (int i = 0; i < quantiles.size(); i++) {
            assertThat(quantiles.get(i).value())
                .isCloseTo(outputs.get("quantiles").get(i).asDouble(), within(tolerance));
          }
        }
      }
      case RowAnswer.Refused refused -> throw new AssertionError(refused.problems());
    }
  }

  private static double value(JsonNode value) {
    return value.isArray() ? value.get(0).asDouble() : value.asDouble();
  }

  /** By the recipe's outputs: the softmax of logits, at the temperature of the classifier. */
  private static double[] probabilities(JsonNode outputs) {
    if (outputs.has("probability")) {
      double second = value(outputs.get("probability"));
      return new double[] {1 - second, second};
    }
    JsonNode logits = outputs.get("logits");
    double temperature = logits.size() == 3 ? 1.5 : 1;
    double[] values = new double[logits.size()];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(logits.get(i).asDouble() / temperature);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
    return values;
  }

  private static void counts(TabularFixture fixture, JsonNode expected) {
    for (Feature feature : fixture.tasks.schema(Optional.empty()).features().features()) {
      FeatureCounts counts =
          Objects.requireNonNull(fixture.observer.counts().get(feature.name()), feature.name());
      assertThat(counts.missing())
          .as("%s missing", feature.name())
          .isEqualTo(has(expected.get("missing"), feature.name()));
      assertThat(counts.outOfRange())
          .as("%s out of range", feature.name())
          .isEqualTo(has(expected.get("outOfRange"), feature.name()));
      if (!feature.values().isEmpty()) { // else no string is unknown
        assertThat(counts.unknown())
            .as("%s unknown", feature.name())
            .isEqualTo(has(expected.get("unknown"), feature.name()));
      }
    }
  }

  private static int has(JsonNode names, String name) {
    for (JsonNode each : names) {
      if (each.asText().equals(name)) {
        return 1;
      }
    }
    return 0;
  }
}
