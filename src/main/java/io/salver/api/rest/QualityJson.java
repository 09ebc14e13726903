package io.salver.api.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.monitor.outcome.ConceptReport;
import io.salver.monitor.outcome.Estimate;
import io.salver.monitor.outcome.EstimatedAccuracy;
import io.salver.monitor.outcome.QualityMetric;
import io.salver.monitor.outcome.QualityReport;
import io.salver.monitor.outcome.QualityReport.SliceReport;
import io.salver.monitor.outcome.ReliabilityBin;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Encodes what late labels say of the versions of a model. Stateless. */
final class QualityJson {

  private QualityJson() {}

  /** The document of {@code GET /v1/monitoring/models/{model}/quality}. */
  static ObjectNode write(String model, List<QualityReport> reports) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("model", model);
    ArrayNode versions = document.putArray("versions");
    for (QualityReport report : reports) {
      versions.addObject().put("version", report.model().version()).setAll(write(report));
    }
    return document;
  }

  /** One version. */
  static ObjectNode write(QualityReport report) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ObjectNode window = document.putObject("window");
    window.put("name", report.window().name());
    window.put("from", report.window().from().toString());
    window.put("until", report.window().until().toString());
    document.put("labels", report.labels());
    document.put("last_label", report.lastLabel().map(Instant::toString).orElse(null));
    metrics(document.putArray("metrics"), report.metrics());
    if (report.areaResolution() > 0) {
      document.put("auc_resolution", report.areaResolution());
    }
    if (report.level() > 0) {
      document.put("interval_level", report.level());
    }
    ArrayNode reliability = document.putArray("reliability");
    report.reliability().forEach(bin -> bin(reliability.addObject(), bin));
    ArrayNode slices = document.putArray("slices");
    report.slices().forEach(slice -> slice(slices.addObject(), slice));
    report.concept().ifPresent(concept -> concept(document.putObject("concept"), concept));
    report
        .estimated()
        .ifPresent(estimated -> estimated(document.putObject("estimated_accuracy"), estimated));
    return document;
  }

  private static void metrics(ArrayNode array, List<QualityMetric> metrics) {
    for (QualityMetric metric : metrics) {
      ObjectNode entry = array.addObject().put("metric", metric.name());
      metric.of().ifPresent(label -> entry.put("class", label));
      estimate(entry, metric.estimate());
    }
  }

  private static void estimate(ObjectNode entry, Estimate estimate) {
    entry.put("value", estimate.value());
    entry.put("low", estimate.low());
    entry.put("high", estimate.high());
    entry.put("samples", estimate.samples());
  }

  private static void bin(ObjectNode entry, ReliabilityBin bin) {
    entry.put("above", bin.low());
    entry.put("up_to", bin.high());
    entry.put("confidence", bin.confidence());
    entry.put("right", bin.right().value());
    entry.put("low", bin.right().low());
    entry.put("high", bin.right().high());
    entry.put("samples", bin.right().samples());
  }

  private static void slice(ObjectNode entry, SliceReport slice) {
    entry.put("feature", slice.slice().feature());
    entry.put("group", slice.slice().group());
    entry.put("labels", slice.labels());
    metrics(entry.putArray("metrics"), slice.metrics());
    if (!slice.reference().equals(slice.slice().group())) {
      entry.put("compared_with", slice.reference());
      metrics(entry.putArray("differences"), slice.differences());
    }
  }

  private static void concept(ObjectNode entry, ConceptReport concept) {
    entry.put("method", concept.method().name().toLowerCase(Locale.ROOT));
    entry.put("state", concept.state().name().toLowerCase(Locale.ROOT));
    entry.put("error", concept.error());
    entry.put("labels", concept.labels());
    entry.put("risen", concept.risen());
    entry.put("fallen", concept.fallen());
    entry.put("last_change", concept.lastChange().map(Instant::toString).orElse(null));
  }

  private static void estimated(ObjectNode entry, EstimatedAccuracy estimated) {
    estimate(entry, estimated.estimate());
    entry.put("calibrated_by", estimated.labels());
  }
}
