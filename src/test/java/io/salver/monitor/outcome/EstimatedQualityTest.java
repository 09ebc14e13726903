package io.salver.monitor.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Interval;
import io.salver.monitor.Predicted.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Estimates without labels beside what labels say, on simulated models: calibrated, too sure of
 * themselves, and of inputs that are not those of the labels.
 */
final class EstimatedQualityTest {

  private static final int MANY = 20_000;

  private final RandomGenerator random =
      RandomGeneratorFactory.<RandomGenerator>of("Xoroshiro128PlusPlus").create(11);

  /** A prediction and its truth. */
  private record Case(Predicted predicted, Outcome truth) {}

  @ParameterizedTest
  @CsvSource({"0, 1, 0", "-2, 1, 0", "0, 1, 1.5", "-1, 2, -0.5", "0.5, 1.5, 1"})
  void figures_of_two_classes_are_those_that_labels_say_later(
      double mean, double deviation, double shift) {
    LabelledOutputs none = new LabelledOutputs();
    requireRealised(binary(MANY, mean + shift, deviation, 1), none);
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "2, 1.5", "0.5, 0", "0.5, -1.5", "3, 2"})
  void a_model_that_is_too_sure_or_not_sure_enough_is_calibrated_by_earlier_labels(
      double sharpness, double shift) {
    LabelledOutputs labelled = new LabelledOutputs();
    for (Case each : binary(MANY, 0, 1.5, sharpness)) {
      labelled.add(each.predicted(), each.truth(), 1);
    }
    requireRealised(binary(MANY, shift, 1.5, sharpness), labelled);
  }

  @Test
  void intervals_hold_what_comes_out_at_nearly_all_times() {
    int held = 0;
    int all = 0;
    for (int round = 0; round < 60; round++) {
      LabelledOutputs labelled = new LabelledOutputs();
      for (Case each : binary(400, 0, 1.5, 2)) {
        labelled.add(each.predicted(), each.truth(), 1);
      }
      List<Case> cases = binary(1_000, 0.5, 1.5, 2);
      EstimatedQuality estimated = expectations(cases).quality(labelled).orElseThrow();
      for (QualityMetric each : realised(cases)) {
        Optional<Estimate> estimate = estimate(estimated, each.name(), each.of());
        if (estimate.isPresent()) {
          all++;
          held +=
              estimate.get().low() <= each.estimate().value()
                      && each.estimate().value() <= estimate.get().high()
                  ? 1
                  : 0;
        }
      }
    }
    assertThat((double) held / all).isBetween(0.88, 1.0);
  }

  @Test
  void figures_of_several_classes_are_those_that_labels_say_later() {
    List<Case> cases = several(MANY);
    EstimatedQuality estimated = expectations(cases).quality(new LabelledOutputs()).orElseThrow();
    for (QualityMetric each : realised(cases)) {
      estimate(estimated, each.name(), each.of())
          .ifPresent(
              estimate ->
                  assertThat(estimate.value())
                      .as(each.toString())
                      .isCloseTo(each.estimate().value(), within(0.02)));
    }
    assertThat(estimated.metrics())
        .extracting(QualityMetric::name)
        .contains(
            "estimated_log_loss", "estimated_brier_score", "estimated_recall", "estimated_auc");
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "2, 0", "2, 1", "0.5, 1"})
  void errors_and_coverage_of_values_are_those_that_labels_say_later(double bias, double shift) {
    LabelledOutputs labelled = new LabelledOutputs();
    for (Case each : values(MANY, 0, bias)) {
      labelled.add(each.predicted(), each.truth(), 1);
    }
    List<Case> cases = values(MANY, shift, bias);
    EstimatedQuality estimated = expectations(cases).quality(labelled).orElseThrow();
    OutcomeCounts counts = counts(cases);
    double rmse = Labels.metric(counts.metrics(), "rmse").orElseThrow().value();
    double coverage = Labels.metric(counts.metrics(), "interval_coverage").orElseThrow().value();
    Estimate ofRmse = Labels.metric(estimated.metrics(), "estimated_rmse").orElseThrow();
    assertThat(ofRmse.value()).isCloseTo(rmse, within(0.05 * rmse));
    assertThat(ofRmse.low()).isLessThan(rmse).isPositive();
    assertThat(Labels.metric(estimated.metrics(), "estimated_interval_coverage").orElseThrow())
        .extracting(Estimate::value)
        .satisfies(value -> assertThat((double) value).isCloseTo(coverage, within(0.02)));
    assertThat(estimated.labels()).isEqualTo(MANY);
  }

  @Test
  void without_labels_intervals_are_taken_as_they_are() {
    EstimatedQuality estimated =
        expectations(values(MANY, 0, 1)).quality(new LabelledOutputs()).orElseThrow();
    assertThat(estimated.labels()).isZero();
    assertThat(Labels.metric(estimated.metrics(), "estimated_interval_coverage").orElseThrow())
        .extracting(Estimate::value)
        .satisfies(value -> assertThat((double) value).isCloseTo(0.9, within(1e-9)));
  }

  @Test
  void what_does_not_say_how_sure_it_is_is_not_estimated() {
    Expectations expected = new Expectations();
    expected.add(new Predicted.Value(3, Optional.empty()));
    expected.add(new Predicted.Value(3, Optional.of(new Interval(4, 2, 0.9))));
    expected.add(new Predicted.Classes(List.of(new Share("a", 0.4), new Share("b", 0.1))));
    expected.add(new Predicted.Classes(List.of()));
    assertThat(expected.quality(new LabelledOutputs())).isEmpty();
  }

  @Test
  void parts_add_up() {
    List<Case> cases = binary(500, 0, 1, 1);
    Expectations sum = new Expectations();
    for (int part = 0; part < 3; part++) {
      int offset = part;
      Expectations some = new Expectations();
      for (int i = offset; i < cases.size(); i += 3) {
        some.add(cases.get(i).predicted());
      }
      sum.merge(some);
    }
    LabelledOutputs none = new LabelledOutputs();
    List<QualityMetric> whole = expectations(cases).quality(none).orElseThrow().metrics();
    List<QualityMetric> parts = sum.quality(none).orElseThrow().metrics();
    for (int i = 0; i < whole.size(); i++) {
      assertThat(parts.get(i).estimate().value())
          .isCloseTo(whole.get(i).estimate().value(), within(1e-9));
    }
  }

  @Test
  void labels_that_were_taken_back_calibrate_nothing() {
    LabelledOutputs labelled = new LabelledOutputs();
    for (Case each : binary(1_000, 0, 1, 3)) {
      labelled.add(each.predicted(), each.truth(), 1);
      labelled.add(each.predicted(), each.truth(), -1);
    }
    assertThat(labelled.calibration("yes")).isEqualTo(Calibration.NONE);
  }

  @Test
  void the_normal_law_has_the_quantiles_of_tables() {
    assertThat(NormalLaw.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-7));
    assertThat(NormalLaw.quantile(0.95)).isCloseTo(1.644853626951473, within(1e-7));
    assertThat(NormalLaw.quantile(0.999)).isCloseTo(3.090232306167813, within(1e-7));
    assertThat(NormalLaw.quantile(0.001)).isCloseTo(-3.090232306167813, within(1e-7));
    assertThat(NormalLaw.quantile(0.5)).isZero();
  }

  private void requireRealised(List<Case> cases, LabelledOutputs labelled) {
    EstimatedQuality estimated = expectations(cases).quality(labelled).orElseThrow();
    List<String> compared = new ArrayList<>();
    for (QualityMetric each : realised(cases)) {
      estimate(estimated, each.name(), each.of())
          .ifPresent(
              estimate -> {
                compared.add(each.name());
                assertThat(estimate.value())
                    .as(each.toString())
                    .isCloseTo(each.estimate().value(), within(0.025));
              });
    }
    assertThat(compared).contains("log_loss", "brier_score", "auc", "precision", "recall");
  }

  private static Optional<Estimate> estimate(
      EstimatedQuality estimated, String name, Optional<String> of) {
    return estimated.metrics().stream()
        .filter(each -> each.name().equals(EstimatedQuality.PREFIX + name) && each.of().equals(of))
        .map(QualityMetric::estimate)
        .findFirst();
  }

  private static List<QualityMetric> realised(List<Case> cases) {
    return counts(cases).metrics();
  }

  private static OutcomeCounts counts(List<Case> cases) {
    OutcomeCounts counts = new OutcomeCounts(true);
    cases.forEach(each -> counts.add(each.predicted(), each.truth(), 1));
    return counts;
  }

  private static Expectations expectations(List<Case> cases) {
    Expectations expected = new Expectations();
    cases.forEach(each -> expected.add(each.predicted()));
    return expected;
  }

  /** Two classes; said odds are {@code sharpness} times the true ones. */
  private List<Case> binary(int count, double mean, double deviation, double sharpness) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double odds = mean + deviation * random.nextGaussian();
      boolean isYes = random.nextDouble() < 1 / (1 + Math.exp(-odds));
      double said = 1 / (1 + Math.exp(-sharpness * odds));
      cases.add(
          new Case(
              classes(List.of(new Share("no", 1 - said), new Share("yes", said))),
              new Outcome.Label(isYes ? "yes" : "no")));
    }
    return cases;
  }

  private List<Case> several(int count) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double a = Math.exp(random.nextGaussian());
      double b = Math.exp(random.nextGaussian());
      double c = Math.exp(random.nextGaussian());
      double sum = a + b + c;
      double drawn = random.nextDouble() * sum;
      String truth = drawn < a ? "a" : drawn < a + b ? "b" : "c";
      cases.add(
          new Case(
              classes(
                  List.of(
                      new Share("a", a / sum), new Share("b", b / sum), new Share("c", c / sum))),
              new Outcome.Label(truth)));
    }
    return cases;
  }

  /** Errors whose true deviation is {@code bias} times the one that intervals say. */
  private List<Case> values(int count, double shift, double bias) {
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double deviation = Math.exp(0.5 * random.nextGaussian() + shift);
      double half = deviation * NormalLaw.quantile(0.95);
      double value = 10 * random.nextGaussian();
      double truth = value + bias * deviation * random.nextGaussian();
      cases.add(
          new Case(
              new Predicted.Value(
                  value, Optional.of(new Interval(value - half, value + half, 0.9))),
              new Outcome.Value(truth)));
    }
    return cases;
  }

  private static Predicted.Classes classes(List<Share> shares) {
    return new Predicted.Classes(
        shares.stream().sorted(Comparator.comparing(Share::probability).reversed()).toList());
  }
}
