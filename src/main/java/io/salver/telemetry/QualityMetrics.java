package io.salver.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.monitor.outcome.ConceptReport;
import io.salver.monitor.outcome.QualityMetric;
import io.salver.monitor.outcome.QualityReport;
import io.salver.monitor.outcome.QualityReport.SliceReport;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  private final GaugeTable quality;
  private final GaugeTable labels;
  private final GaugeTable detected;
  private final GaugeTable error;
  private final GaugeTable changes;

  /** Metrics in {@code registry}; nothing is shown yet. */
  public QualityMetrics(MeterRegistry registry) {
    quality =
        new GaugeTable(
            registry, "model.quality", "Quality from labels that came late, within the window");
    labels = new GaugeTable(registry, "model.quality.labels", "Labels that the quality is of");
    detected =
        new GaugeTable(
            registry, "concept.drift.detected", "Whether the errors have risen, a window ago");
    error = new GaugeTable(registry, "concept.drift.error", "Mean error since it changed last");
    changes =
        new GaugeTable(registry, "concept.drift.changes", "How often the errors have changed");
  }

  /** Shows these and no others. */
  public void show(List<QualityReport> reports) {
    Values values = new Values();
    reports.forEach(values::add);
    quality.show(values.quality);
    labels.show(values.labels);
    detected.show(values.detected);
    error.show(values.error);
    changes.show(values.changes);
  }

  private static List<SliceReport> largest(List<SliceReport> slices) {
    return slices.stream()
        .sorted(Comparator.comparingLong(SliceReport::labels).reversed())
        .limit(MOST_SLICES)
        .toList();
  }

  /** What is to be shown. */
  private static final class Values {

    private final Map<Tags, Double> quality = new HashMap<>();
    private final Map<Tags, Double> labels = new HashMap<>();
    private final Map<Tags, Double> detected = new HashMap<>();
    private final Map<Tags, Double> error = new HashMap<>();
    private final Map<Tags, Double> changes = new HashMap<>();

    void add(QualityReport report) {
      Tags version =
          Tags.of(
              "model", report.model().name(), "version", Long.toString(report.model().version()));
      Tags all = version.and(SLICE, ALL);
      add(all, report.metrics());
      labels.put(all, (double) report.labels());
      for (SliceReport slice : largest(report.slices())) {
        Tags tags = version.and(SLICE, slice.slice().label());
        add(tags, slice.metrics());
        labels.put(tags, (double) slice.labels());
      }
      report
          .estimated()
          .ifPresent(
              each ->
                  quality.put(all.and("metric", "estimated_accuracy"), each.estimate().value()));
      report.expected().ifPresent(each -> add(all, each.metrics()));
      report
          .concept()
          .filter(concept -> concept.labels() > 0)
          .ifPresent(concept -> add(version, concept));
    }

    /** Figures of single classes are not shown: there may be many. */
    private void add(Tags tags, List<QualityMetric> metrics) {
      metrics.stream()
          .filter(metric -> metric.of().isEmpty())
          .forEach(
              metric -> quality.put(tags.and("metric", metric.name()), metric.estimate().value()));
    }

    private void add(Tags version, ConceptReport concept) {
      Tags method = version.and("method", concept.method().name().toLowerCase(Locale.ROOT));
      detected.put(method, concept.state() == ConceptReport.State.DRIFTED ? 1.0 : 0.0);
      error.put(method, concept.error());
      changes.put(method.and("direction", "risen"), (double) concept.risen());
      changes.put(method.and("direction", "fallen"), (double) concept.fallen());
    }
  }
}
