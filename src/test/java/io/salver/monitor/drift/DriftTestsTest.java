package io.salver.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.monitor.sketch.Distribution;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tests against SciPy. */
final class DriftTestsTest {

  private static final Offset<Double> EXACT = within(1e-9);

  /** Percentiles are a step apart. */
  private static final Offset<Double> STEP = within(0.0101);

  static Stream<JsonNode> numbers() {
    return Cases.each("numbers");
  }

  static Stream<JsonNode> percentiles() {
    return Cases.each("percentiles");
  }

  static Stream<JsonNode> categories() {
    return Cases.each("categories");
  }

  static Stream<JsonNode> adjusted() {
    return Cases.each("adjusted");
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void kolmogorov_smirnov_of_samples_is_that_of_scipy(JsonNode each) {
    Measure measure = KolmogorovSmirnov.measure(reference(each), window(each));
    assertThat(measure.statistic()).isCloseTo(each.at("/ks/statistic").asDouble(), EXACT);
    assertThat(measure.pValue().orElseThrow()).isCloseTo(each.at("/ks/p").asDouble(), EXACT);
    boolean isLarge = measure.referenceSize() >= 50;
    assertThat(measure.pValue().orElseThrow())
        .as("the law of finite samples")
        .isCloseTo(each.at("/ks/scipy").asDouble(), within(isLarge ? 0.012 : 0.2));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void wasserstein_of_samples_is_that_of_scipy(JsonNode each) {
    Measure measure = Wasserstein.measure(reference(each), window(each));
    double expected = each.path("wasserstein").asDouble();
    assertThat(measure.statistic()).isCloseTo(expected, EXACT);
    double deviation = each.path("deviation").asDouble();
    assertThat(measure.effect())
        .isCloseTo(deviation == 0 ? Math.signum(expected) : expected / deviation, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void numbers_are_binned_and_compared_as_in_numpy(JsonNode each) {
    Cells cells = cells(each);
    assertThat(cells.reference()).containsExactly(Cases.doubles(each.at("/shares/0")), EXACT);
    assertThat(cells.window()).containsExactly(Cases.doubles(each.at("/shares/1")), EXACT);
    double least = Arrays.stream(cells.reference()).min().orElseThrow();
    if (least * Math.min(cells.referenceSize(), cells.windowSize()) >= 5) {
      Measure index = PopulationStability.measure(cells);
      assertThat(index.statistic()).isCloseTo(each.at("/psi/statistic").asDouble(), EXACT);
      assertThat(index.pValue().orElseThrow()).isCloseTo(each.at("/psi/p").asDouble(), EXACT);
      assertThat(JensenShannon.measure(cells).statistic())
          .isCloseTo(each.path("js").asDouble(), EXACT);
    }
  }

  @ParameterizedTest
  @MethodSource("percentiles")
  void against_percentiles_the_statistics_are_near_those_of_the_samples(JsonNode each) {
    JsonNode profile = each.path("profile");
    Distribution reference =
        Distribution.ofQuantiles(
            Cases.doubles(profile.path("quantiles")), profile.path("count").asLong());
    double deviation = each.path("deviation").asDouble();
    Distribution window = window(each);
    // the outermost hundredth is taken as uniform, which overstates heavy tails
    assertThat(KolmogorovSmirnov.measure(reference, window).statistic())
        .isCloseTo(each.path("ks").asDouble(), STEP)
        .isLessThanOrEqualTo(each.path("ks").asDouble() + 1e-3);
    assertThat(Wasserstein.measure(reference, window).statistic())
        .isCloseTo(each.path("wasserstein").asDouble(), within(0.05 * deviation));
    assertThat(reference.mean()).isCloseTo(each.path("mean").asDouble(), within(0.05 * deviation));
    assertThat(reference.deviation()).isBetween(0.95 * deviation, 1.5 * deviation);
  }

  @ParameterizedTest
  @MethodSource("categories")
  void categories_are_compared_as_in_scipy(JsonNode each) {
    Cells cells =
        Cells.ofCounts(Cases.longs(each.path("reference")), Cases.longs(each.path("window")));
    if (each.path("name").asText().equals("four of ten")) {
      assertThat(cells.pooled().size()).as("the rare ones are one cell").isLessThan(10);
      return;
    }
    Measure squared = ChiSquared.measure(cells);
    assertThat(squared.statistic()).isCloseTo(each.at("/chi2/statistic").asDouble(), EXACT);
    assertThat(squared.pValue().orElseThrow()).isCloseTo(each.at("/chi2/p").asDouble(), EXACT);
    Measure index = PopulationStability.measure(cells);
    assertThat(index.statistic()).isCloseTo(each.at("/psi/statistic").asDouble(), EXACT);
    assertThat(index.pValue().orElseThrow()).isCloseTo(each.at("/psi/p").asDouble(), EXACT);
    assertThat(JensenShannon.measure(cells).statistic())
        .isCloseTo(each.path("js").asDouble(), EXACT);
  }

  @ParameterizedTest
  @MethodSource("adjusted")
  void p_values_are_corrected_by_the_definitions(JsonNode each) {
    double[] raw = Cases.doubles(each.path("p"));
    assertThat(AdjustedPValues.of(raw, Correction.NONE)).containsExactly(raw);
    assertThat(AdjustedPValues.of(raw, Correction.HOLM))
        .containsExactly(Cases.doubles(each.path("holm")), EXACT);
    assertThat(AdjustedPValues.of(raw, Correction.BENJAMINI_HOCHBERG))
        .containsExactly(Cases.doubles(each.path("hochberg")), EXACT);
  }

  private static Cells cells(JsonNode each) {
    Distribution reference = reference(each);
    return NumericBins.of(reference).cells(reference, window(each));
  }

  private static Distribution reference(JsonNode each) {
    return Distribution.of(Cases.doubles(each.path("reference")));
  }

  private static Distribution window(JsonNode each) {
    return Distribution.of(Cases.doubles(each.path("window")));
  }
}
