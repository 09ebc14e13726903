package io.salver.monitor.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Interval;
import io.salver.monitor.Predicted.Share;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same figures as scikit-learn's: {@code models/recipes/monitoring/quality.py} writes them. */
final class QualityCasesTest {

  private static final double EXACT = 1e-9;
  private static final JsonNode ALL = read();

  static Stream<JsonNode> classes() {
    return each(ALL.path("classes"));
  }

  static Stream<JsonNode> values() {
    return each(ALL.path("values"));
  }

  @ParameterizedTest
  @MethodSource("classes")
  void classes_have_the_metrics_and_standard_errors_of_the_recipe(JsonNode expected) {
    ClassCounts counts = new ClassCounts(true);
    addAll(counts, expected, 1);
    requireEqual(counts, expected);
  }

  @ParameterizedTest
  @MethodSource("classes")
  void parts_add_up_and_what_is_taken_back_leaves_nothing(JsonNode expected) {
    ClassCounts sum = new ClassCounts(true);
    for (int part = 0; part < 3; part++) {
      ClassCounts counts = new ClassCounts(true);
      for (int i = part; i < expected.path("truth").size(); i += 3) {
        counts.add(predicted(expected, i), label(expected.path("truth").path(i).asInt()), 1);
        counts.add(predicted(expected, i), "0", 1);
        counts.add(predicted(expected, i), "0", -1);
      }
      sum.merge(counts);
    }
    requireEqual(sum, expected);
  }

  @ParameterizedTest
  @MethodSource("classes")
  void the_reliability_diagram_is_that_of_the_recipe(JsonNode expected) {
    ClassCounts counts = new ClassCounts(true);
    addAll(counts, expected, 1);
    List<ReliabilityBin> bins = counts.reliability().bins();
    assertThat(bins).hasSameSizeAs(expected.path("bins"));
    for (int i = 0; i < bins.size(); i++) {
      JsonNode bin = expected.path("bins").path(i);
      assertThat(bins.get(i).right().samples()).isEqualTo(bin.path(0).asLong());
      assertThat(bins.get(i).confidence()).isCloseTo(bin.path(1).asDouble(), within(EXACT));
      assertThat(bins.get(i).right().value()).isCloseTo(bin.path(2).asDouble(), within(EXACT));
    }
  }

  @ParameterizedTest
  @MethodSource("values")
  void values_have_the_errors_of_the_recipe(JsonNode expected) {
    ValueCounts counts = new ValueCounts();
    for (int i = 0; i < expected.path("truth").size(); i++) {
      Predicted.Value said =
          new Predicted.Value(
              expected.path("said").path(i).asDouble(),
              Optional.of(
                  new Interval(
                      expected.path("low").path(i).asDouble(),
                      expected.path("high").path(i).asDouble(),
                      0.9)));
      counts.add(said, expected.path("truth").path(i).asDouble(), 1);
    }
    Estimate rmse = metric(counts.metrics(), QualityMetric.RMSE);
    JsonNode ofRmse = expected.path("rmse");
    assertThat(rmse.value()).isCloseTo(ofRmse.path(0).asDouble(), within(EXACT));
    assertThat(rmse.low()).isCloseTo(ofRmse.path(1).asDouble(), within(1e-6));
    assertThat(rmse.high()).isCloseTo(ofRmse.path(2).asDouble(), within(1e-6));
    requireEqual(metric(counts.metrics(), QualityMetric.MAE), expected.path("mae"), 1e-7);
    requireEqual(metric(counts.metrics(), QualityMetric.BIAS), expected.path("bias"), 1e-7);
    Estimate coverage = metric(counts.metrics(), QualityMetric.COVERAGE);
    assertThat(coverage)
        .isEqualTo(
            Estimate.share(expected.path("covered").asLong(), expected.path("truth").size()));
    assertThat(counts.level()).isCloseTo(0.9, within(EXACT));
  }

  @Test
  void shares_have_the_intervals_of_wilson() {
    each(ALL.path("shares"))
        .forEach(
            expected -> {
              Estimate share = Estimate.share(expected.path(0).asLong(), expected.path(1).asLong());
              assertThat(share.low()).isCloseTo(expected.path(2).asDouble(), within(EXACT));
              assertThat(share.high()).isCloseTo(expected.path(3).asDouble(), within(EXACT));
            });
  }

  @Test
  void differences_of_shares_have_the_intervals_of_newcombe() {
    each(ALL.path("differences"))
        .forEach(
            expected -> {
              Estimate difference =
                  Estimate.share(expected.path(0).asLong(), expected.path(1).asLong())
                      .minus(Estimate.share(expected.path(2).asLong(), expected.path(3).asLong()));
              assertThat(difference.low()).isCloseTo(expected.path(4).asDouble(), within(EXACT));
              assertThat(difference.high()).isCloseTo(expected.path(5).asDouble(), within(EXACT));
            });
  }

  private static void requireEqual(ClassCounts counts, JsonNode expected) {
    List<QualityMetric> metrics = counts.metrics();
    JsonNode of = expected.path("metrics");
    assertThat(metric(metrics, QualityMetric.ACCURACY).value())
        .isCloseTo(of.path("accuracy").path(0).asDouble(), within(EXACT));
    for (String name :
        List.of(
            QualityMetric.BALANCED_ACCURACY,
            QualityMetric.LOG_LOSS,
            QualityMetric.BRIER,
            QualityMetric.CALIBRATION_ERROR)) {
      requireEqual(metric(metrics, name), of.path(name), EXACT);
    }
    JsonNode area = of.path("auc");
    double resolution = counts.areaResolution();
    assertThat(resolution).isLessThan(0.003);
    assertThat(metric(metrics, QualityMetric.AUC).value())
        .isCloseTo(area.path(0).asDouble(), within(resolution + EXACT));
    requireEqual(metric(metrics, QualityMetric.AUC), area, 0.003);
    for (int k = 0; k < expected.path("recalls").size(); k++) {
      Optional<String> label = Optional.of(label(k));
      requireShare(metrics, QualityMetric.RECALL, label, expected.path("recalls").path(k));
      requireShare(metrics, QualityMetric.PRECISION, label, expected.path("precisions").path(k));
    }
  }

  private static void requireEqual(Estimate found, JsonNode expected, double tolerance) {
    double value = expected.path(0).asDouble();
    double half = Estimate.Z * expected.path(1).asDouble();
    assertThat(found.value()).isCloseTo(value, within(tolerance));
    assertThat(found.high()).isCloseTo(Math.min(bound(found), value + half), within(tolerance));
  }

  /** Where an interval that was cut off ends. */
  private static double bound(Estimate found) {
    return found.high() == 1 ? 1 : Double.MAX_VALUE;
  }

  private static void requireShare(
      List<QualityMetric> metrics, String name, Optional<String> label, JsonNode expected) {
    metrics.stream()
        .filter(metric -> metric.name().equals(name) && metric.of().equals(label))
        .forEach(
            metric ->
                assertThat(metric.estimate().value())
                    .isCloseTo(expected.asDouble(), within(EXACT)));
  }

  private static Estimate metric(List<QualityMetric> metrics, String name) {
    return metrics.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow()
        .estimate();
  }

  private static void addAll(ClassCounts counts, JsonNode expected, int weight) {
    for (int i = 0; i < expected.path("truth").size(); i++) {
      counts.add(predicted(expected, i), label(expected.path("truth").path(i).asInt()), weight);
    }
  }

  private static Predicted.Classes predicted(JsonNode expected, int row) {
    List<Share> shares = new ArrayList<>();
    for (JsonNode probability : expected.path("probabilities").path(row)) {
      shares.add(new Share(label(shares.size()), probability.asDouble()));
    }
    shares.sort(Comparator.comparingDouble(Share::probability).reversed());
    return new Predicted.Classes(shares);
  }

  private static String label(int number) {
    return Integer.toString(number);
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static JsonNode read() {
    try (InputStream stream = QualityCasesTest.class.getResourceAsStream("/monitor/quality.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(stream));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
