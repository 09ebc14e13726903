package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.salver.model.ModelId;
import io.salver.monitor.FakeTime;
import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Share;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.LabelledPrediction;
import io.salver.monitor.outcome.Outcome;
import io.salver.monitor.outcome.OutcomeObserver.Fate;
import io.salver.monitor.outcome.OutcomeSettings;
import io.salver.monitor.outcome.QualityMonitor;
import io.salver.monitor.outcome.Receipt;
import io.salver.monitor.outcome.RememberedPrediction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The names and labels of what late labels say. */
final class OutcomeMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FakeTime time = new FakeTime();

  @Test
  void labels_and_predictions_are_counted_from_the_start() {
    OutcomeMetrics metrics = new OutcomeMetrics(registry);
    metrics.showWaiting(() -> 7);
    metrics.told(new Receipt.Accepted("income", time.instant()));
    metrics.aged("income", Duration.ofHours(5));
    metrics.predictions(Fate.DROPPED, 3);
    assertThat(shown())
        .contains(
            "feedback.labels{result=accepted} 1.0",
            "feedback.labels{result=unknown} 0.0",
            "feedback.predictions{result=dropped} 3.0",
            "feedback.predictions{result=limited} 0.0",
            "feedback.predictions.waiting{} 7.0");
    Timer ages = registry.get("feedback.label.age").tag("model", "income").timer();
    assertThat(ages.totalTime(TimeUnit.HOURS)).isEqualTo(5);
    assertThat(ages.takeSnapshot().histogramCounts()).hasSize(9);
  }

  @Test
  void quality_is_shown_by_version_and_group_and_only_where_there_are_labels() {
    QualityMonitor monitor =
        new QualityMonitor(new ModelId("income", 2), OutcomeSettings.DEFAULT, time, time);
    QualityMetrics metrics = new QualityMetrics(registry);
    metrics.show(List.of(monitor.report()));
    assertThat(shown())
        .contains("model.quality.labels{model=income,slice=all,version=2} 0.0")
        .noneMatch(line -> line.startsWith("model.quality{"));
    for (int row = 0; row < 40; row++) {
      monitor.labelled(label(row, row % 4 == 0 ? "no" : "yes"));
    }
    metrics.show(List.of(monitor.report()));
    assertThat(shown())
        .contains(
            "model.quality{metric=accuracy,model=income,slice=all,version=2} 0.75",
            "model.quality{metric=auc,model=income,slice=all,version=2} 0.5",
            "model.quality{metric=accuracy,model=income,slice=sex=F,version=2} 0.5",
            "model.quality.labels{model=income,slice=sex=M,version=2} 20.0",
            "concept.drift.detected{method=adwin,model=income,version=2} 0.0",
            "concept.drift.changes{direction=risen,method=adwin,model=income,version=2}" + " 0.0")
        .noneMatch(line -> line.contains("metric=recall"));
    metrics.show(List.of());
    assertThat(shown()).noneMatch(line -> line.startsWith("model.quality{"));
  }

  @Test
  void of_many_groups_those_with_the_most_labels_are_shown() {
    QualityMonitor monitor =
        new QualityMonitor(new ModelId("income", 2), OutcomeSettings.DEFAULT, time, time);
    for (int row = 0; row < 100; row++) {
      Map<String, String> slices = Map.of("a", "g" + row % 30, "b", "g" + row % 11, "c", "one");
      monitor.labelled(label(row, "yes", slices));
    }
    new QualityMetrics(registry).show(List.of(monitor.report()));
    assertThat(shown())
        .filteredOn(line -> line.startsWith("model.quality.labels{"))
        .hasSize(1 + QualityMetrics.MOST_SLICES)
        .anyMatch(line -> line.contains("slice=c=one"))
        .anyMatch(line -> line.contains("slice=a=other"));
  }

  /** Every counter and gauge as {@code name{label=value,…} number}. */
  private List<String> shown() {
    return registry.getMeters().stream()
        .filter(meter -> !(meter instanceof Timer))
        .map(
            meter ->
                meter.getId().getName()
                    + meter.getId().getTags().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(",", "{", "} "))
                    + meter.measure().iterator().next().getValue())
        .toList();
  }

  private LabelledPrediction label(int row, String label) {
    return label(row, label, Map.of("sex", row % 2 == 0 ? "F" : "M"));
  }

  private LabelledPrediction label(int row, String label, Map<String, String> slices) {
    return new LabelledPrediction(
        row + 1,
        new RememberedPrediction(
            new PredictionId("r", row),
            new ModelId("income", 2),
            time.instant(),
            new Predicted.Classes(List.of(new Share("yes", 0.8), new Share("no", 0.2))),
            slices),
        new Outcome.Label(label),
        time.instant(),
        Optional.empty());
  }
}
