package io.salver.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.salver.monitor.outcome.ConceptReport;
import io.salver.monitor.outcome.QualityMetric;
import io.salver.monitor.outcome.QualityReport;
import io.salver.monitor.outcome.QualityReport.SliceReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Shows what late labels say: {@code model_quality} and {@code model_quality_labels} by version and
 * group, of all and of the {@value #MOST_SLICES} groups with the most labels; {@code
 * concept_drift_detected}, {@code concept_drift_error} and {@code concept_drift_changes} by
 * direction. A figure without labels is not there. Shown by one thread at a time.
 */
public final class QualityMetrics {

  /** Most groups of a version. */
  static final int MOST_SLICES = 20;

  private static final String ALL = "all";
  private static final String SLICE = "slice";

  private final MultiGauge quality;
  private final MultiGauge labels;
  private final MultiGauge detected;
  private final MultiGauge error;
  private final MultiGauge changes;

  /** Metrics in {@code registry}; nothing is shown yet. */
  public QualityMetrics(MeterRegistry registry) {
    quality =
        gauge(registry, "model.quality", "Quality from labels that came late, within the window");
    labels = gauge(registry, "model.quality.labels", "Labels that the quality is of");
    detected =
        gauge(registry, "concept.drift.detected", "Whether the errors have risen, a window ago");
    error = gauge(registry, "concept.drift.error", "Mean error since it changed last");
    changes = gauge(registry, "concept.drift.changes", "How often the errors have changed");
  }

  /** Shows these and no others. */
  public void show(List<QualityReport> reports) {
    List<Row<?>> ofQuality = new ArrayList<>();
    List<Row<?>> ofLabels = new ArrayList<>();
    List<Row<?>> ofDetected = new ArrayList<>();
    List<Row<?>> ofError = new ArrayList<>();
    List<Row<?>> ofChanges = new ArrayList<>();
    for (QualityReport report : reports) {
      Tags version = tags(report);
      Tags all = version.and(SLICE, ALL);
      add(ofQuality, all, report.metrics());
      ofLabels.add(Row.of(all, report.labels()));
      for (SliceReport slice : largest(report.slices())) {
        Tags tags = version.and(SLICE, slice.slice().label());
        add(ofQuality, tags, slice.metrics());
        ofLabels.add(Row.of(tags, slice.labels()));
      }
      report
          .estimated()
          .ifPresent(
              each ->
                  ofQuality.add(
                      Row.of(all.and("metric", "estimated_accuracy"), each.estimate().value())));
      report.expected().ifPresent(each -> add(ofQuality, all, each.metrics()));
      report
          .concept()
          .filter(concept -> concept.labels() > 0)
          .ifPresent(
              concept -> {
                Tags method =
                    version.and("method", concept.method().name().toLowerCase(Locale.ROOT));
                boolean isDrifted = concept.state() == ConceptReport.State.DRIFTED;
                ofDetected.add(Row.of(method, isDrifted ? 1 : 0));
                ofError.add(Row.of(method, concept.error()));
                ofChanges.add(Row.of(method.and("direction", "risen"), concept.risen()));
                ofChanges.add(Row.of(method.and("direction", "fallen"), concept.fallen()));
              });
    }
    quality.register(ofQuality, true);
    labels.register(ofLabels, true);
    detected.register(ofDetected, true);
    error.register(ofError, true);
    changes.register(ofChanges, true);
  }

  /** Figures of single classes are not shown: there may be many. */
  private static void add(List<Row<?>> rows, Tags tags, List<QualityMetric> metrics) {
    metrics.stream()
        .filter(metric -> metric.of().isEmpty())
        .forEach(
            metric ->
                rows.add(Row.of(tags.and("metric", metric.name()), metric.estimate().value())));
  }

  private static List<SliceReport> largest(List<SliceReport> slices) {
    return slices.stream()
        .sorted(Comparator.comparingLong(SliceReport::labels).reversed())
        .limit(MOST_SLICES)
        .toList();
  }

  private static Tags tags(QualityReport report) {
    return Tags.of(
        "model", report.model().name(), "version", Long.toString(report.model().version()));
  }

  private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }
}
