package io.salver.task.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.task.ClassScore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The models of rows that ship answer invented rows as the recipes that trained them do. */
final class ShippedModelsTest {

  private static final Path CASES = Path.of("src/test/resources/table");
  private static final Path REPOSITORY = Path.of("models/repository");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adult",
        "adult-mlp",
        "adult-tabnet",
        "adult-xgboost",
        "california",
        "california-mdn",
        "california-mlp",
        "california-xgboost",
        "shop-appeal",
        "telco",
        "telco-feedback"
      })
  void answers_are_those_of_the_recipe(String name) throws IOException {
    JsonNode cases = TabularFixture.JSON.readTree(CASES.resolve(name + ".json").toFile());
    Path folder = REPOSITORY.resolve(name);
    try (TabularFixture fixture =
        new TabularFixture(folder, folder.resolve("1/model.onnx"), spec -> spec)) {
      List<JsonNode> rows = new ArrayList<>();
      cases.get("cases").forEach(each -> rows.add(each.get("row")));

      TabularAnswer answer = fixture.predict(rows);

      double tolerance = cases.get("tolerance").asDouble();
      for (int i = 0; i < rows.size(); i++) {
        compare(answer.rows().get(i), cases.get("cases").get(i).get("outputs"), tolerance);
      }
      assertThat(fixture.pool.leasedBytes()).isZero();
    }
  }

  private static void compare(RowAnswer answer, JsonNode outputs, double tolerance) {
    switch (answer) {
      case RowAnswer.Classified classified -> {
        for (ClassScore each : classified.classes()) {
          assertThat((double) each.score())
              .isCloseTo(
                  outputs.get("probabilities").get(each.index()).asDouble(), within(tolerance));
        }
      }
      case RowAnswer.Valued valued -> {
        if (outputs.has("value")) {
          close(valued.value(), outputs.get("value").asDouble(), tolerance);
        }
        if (outputs.has("quantiles")) {
          List<Spread.Quantile> quantiles = valued.spread().orElseThrow().quantiles();
          for (int i = 0; i < quantiles.size(); i++) {
            close(quantiles.get(i).value(), outputs.get("quantiles").get(i).asDouble(), tolerance);
          }
        }
        if (outputs.has("means")) {
          List<Spread.Component> components = valued.spread().orElseThrow().components();
          for (int i = 0; i < components.size(); i++) {
            close(components.get(i).mean(), outputs.get("means").get(i).asDouble(), tolerance);
            close(
                components.get(i).deviation(),
                outputs.get("deviations").get(i).asDouble(),
                tolerance);
          }
        }
      }
      case RowAnswer.Refused refused -> throw new AssertionError(refused.problems());
    }
  }

  /** Relative for large values. */
  private static void close(double value, double expected, double tolerance) {
    assertThat(value).isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
  }
}
