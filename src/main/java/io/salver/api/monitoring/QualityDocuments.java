package io.salver.api.monitoring;

import io.salver.monitor.outcome.ConceptReport;
import io.salver.monitor.outcome.Estimate;
import io.salver.monitor.outcome.EstimatedAccuracy;
import io.salver.monitor.outcome.EstimatedQuality;
import io.salver.monitor.outcome.QualityMetric;
import io.salver.monitor.outcome.QualityReport;
import io.salver.monitor.outcome.QualityReport.SliceReport;
import io.salver.monitor.outcome.ReliabilityBin;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What late labels say of the versions of a model, as documents. Stateless. */
final class QualityDocuments {

  private QualityDocuments() {}

  /** All versions. */
  static Document of(String model, List<QualityReport> reports) {
    return new Document()
        .put("model", model)
        .put(
            "versions",
            reports,
            report -> new Document().put("version", report.model().version()).putAll(of(report)));
  }

  /** One version. */
  static Document of(QualityReport report) {
    Document window =
        new Document()
            .put("name", report.window().name())
            .put("from", report.window().from().toString())
            .put("until", report.window().until().toString());
    Document document =
        new Document()
            .put("window", window)
            .put("labels", report.labels())
            .putOrNull("last_label", report.lastLabel().map(Instant::toString))
            .put("metrics", report.metrics(), QualityDocuments::metric);
    if (report.areaResolution() > 0) {
      document.put("auc_resolution", report.areaResolution());
    }
    if (report.level() > 0) {
      document.put("interval_level", report.level());
    }
    document
        .put("reliability", report.reliability(), QualityDocuments::bin)
        .put("slices", report.slices(), QualityDocuments::slice);
    report.concept().ifPresent(concept -> document.put("concept", concept(concept)));
    report
        .estimated()
        .ifPresent(estimated -> document.put("estimated_accuracy", accuracy(estimated)));
    report.expected().ifPresent(expected -> document.put("estimated", estimated(expected)));
    return document;
  }

  private static Document metric(QualityMetric metric) {
    Document entry = new Document().put("metric", metric.name());
    metric.of().ifPresent(label -> entry.put("class", label));
    return entry.putAll(estimate(metric.estimate()));
  }

  private static Document estimate(Estimate estimate) {
    return new Document()
        .put("value", estimate.value())
        .put("low", estimate.low())
        .put("high", estimate.high())
        .put("samples", estimate.samples());
  }

  private static Document bin(ReliabilityBin bin) {
    return new Document()
        .put("above", bin.low())
        .put("up_to", bin.high())
        .put("confidence", bin.confidence())
        .put("right", bin.right().value())
        .put("low", bin.right().low())
        .put("high", bin.right().high())
        .put("samples", bin.right().samples());
  }

  private static Document slice(SliceReport slice) {
    Document entry =
        new Document()
            .put("feature", slice.slice().feature())
            .put("group", slice.slice().group())
            .put("labels", slice.labels())
            .put("metrics", slice.metrics(), QualityDocuments::metric);
    if (!slice.reference().equals(slice.slice().group())) {
      entry
          .put("compared_with", slice.reference())
          .put("differences", slice.differences(), QualityDocuments::metric);
    }
    return entry;
  }

  private static Document concept(ConceptReport concept) {
    return new Document()
        .put("method", concept.method().name().toLowerCase(Locale.ROOT))
        .put("state", concept.state().name().toLowerCase(Locale.ROOT))
        .put("error", concept.error())
        .put("labels", concept.labels())
        .put("risen", concept.risen())
        .put("fallen", concept.fallen())
        .putOrNull("last_change", concept.lastChange().map(Instant::toString));
  }

  private static Document accuracy(EstimatedAccuracy estimated) {
    return estimate(estimated.estimate()).put("calibrated_by", estimated.labels());
  }

  private static Document estimated(EstimatedQuality estimated) {
    return new Document()
        .put("calibrated_by", estimated.labels())
        .put("metrics", estimated.metrics(), QualityDocuments::metric);
  }
}
