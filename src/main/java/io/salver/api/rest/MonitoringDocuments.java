package io.salver.api.rest;

import io.salver.monitor.FeatureReport;
import io.salver.monitor.FeatureReport.Bin;
import io.salver.monitor.MonitorReading.Reading;
import io.salver.monitor.MonitorReport;
import io.salver.monitor.NumberSummary;
import io.salver.monitor.drift.Decision;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.quality.QualityResult;
import io.salver.monitor.replica.ReplicaWindows.Missing;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reports of the watching as JSON. A number that is not finite is null. Stateless. */
final class MonitoringDocuments {

  private MonitoringDocuments() {}

  static JsonObject list(List<MonitorReport> reports) {
    return new JsonObject().put("models", array(reports, MonitoringDocuments::head));
  }

  static JsonObject one(Reading reading) {
    MonitorReport report = reading.report();
    JsonObject replicas =
        new JsonObject()
            .put("added_up", reading.replicas())
            .put("missing", array(reading.missing(), MonitoringDocuments::missing));
    return head(report)
        .put("ignored", report.ignored())
        .put("replicas", replicas)
        .put("features", array(report.features(), MonitoringDocuments::feature));
  }

  private static JsonObject head(MonitorReport report) {
    JsonObject document =
        new JsonObject()
            .put("model", report.model().name())
            .put("version", report.model().version())
            .put("state", report.state().label())
            .put("drifted", names(report, feature -> feature.decision().drifted()))
            .put(
                "faulty",
                names(
                    report,
                    feature -> feature.quality().stream().anyMatch(q -> q.decision().drifted())))
            .put("samples", report.samples())
            .put("window", window(report.window()));
    report.lastDecision().ifPresent(at -> document.put("last_decision", at.toString()));
    return document;
  }

  private static JsonArray names(MonitorReport report, Predicate<FeatureReport> which) {
    return new JsonArray(
        report.features().stream().filter(which).map(FeatureReport::name).toList());
  }

  private static JsonObject window(MonitorReport.Window window) {
    return new JsonObject()
        .put("length", window.name())
        .put("from", window.from().toString())
        .put("until", window.until().toString());
  }

  private static JsonObject missing(Missing replica) {
    return new JsonObject().put("address", replica.address()).put("reason", replica.reason());
  }

  private static JsonObject feature(FeatureReport feature) {
    JsonObject document =
        new JsonObject()
            .put("name", feature.name())
            .put("role", label(feature.role()))
            .put("type", label(feature.type()))
            .put("values", feature.total())
            .put("decision", decision(feature.decision()));
    feature.deciding().ifPresent(test -> document.put("deciding", test.label()));
    document
        .put("tests", array(feature.tests(), MonitoringDocuments::test))
        .put("quality", array(feature.quality(), MonitoringDocuments::quality));
    feature.numbers().ifPresent(numbers -> document.put("numbers", numbers(numbers)));
    return document.put("bins", array(feature.bins(), MonitoringDocuments::bin));
  }

  private static JsonObject decision(Decision decision) {
    JsonObject document =
        new JsonObject()
            .put("state", label(decision.state()))
            .put("windows", decision.windows())
            .put("needed", decision.needed());
    decision.since().ifPresent(at -> document.put("since", at.toString()));
    return document;
  }

  private static JsonObject test(TestResult result) {
    JsonObject document = new JsonObject().put("test", result.test().label());
    put(document, "statistic", result.statistic());
    put(document, "effect", result.effect());
    put(document, "threshold", result.threshold());
    put(document, "p_value", result.pValue());
    put(document, "adjusted_p_value", result.adjustedPValue());
    return document
        .put("reference_samples", result.referenceSize())
        .put("window_samples", result.windowSize())
        .put("exceeded", result.exceeded());
  }

  private static JsonObject quality(QualityResult result) {
    JsonObject document =
        new JsonObject()
            .put("kind", result.kind().label())
            .put("count", result.count())
            .put("values", result.total());
    put(document, "ratio", result.ratio());
    put(document, "expected", result.expected());
    put(document, "threshold", result.threshold());
    put(document, "p_value", result.pValue());
    put(document, "adjusted_p_value", result.adjustedPValue());
    return document.put("exceeded", result.exceeded()).put("decision", decision(result.decision()));
  }

  private static JsonObject numbers(NumberSummary numbers) {
    JsonObject document = new JsonObject().put("count", numbers.count());
    put(document, "mean", numbers.mean());
    put(document, "deviation", numbers.deviation());
    put(document, "min", numbers.min());
    put(document, "max", numbers.max());
    return document
        .put("percentiles", numbers(numbers.quantiles()))
        .put("reference_percentiles", numbers(numbers.reference()));
  }

  private static JsonObject bin(Bin bin) {
    JsonObject document = new JsonObject().put("label", bin.label());
    put(document, "reference", bin.reference());
    put(document, "window", bin.window());
    return bin.isNew() ? document.put("new", true) : document;
  }

  private static void put(JsonObject document, String key, OptionalDouble value) {
    value.ifPresent(number -> put(document, key, number));
  }

  private static void put(JsonObject document, String key, double value) {
    if (Double.isFinite(value)) {
      document.put(key, value);
    } else {
      document.putNull(key);
    }
  }

  private static JsonArray numbers(double[] values) {
    JsonArray array = new JsonArray();
    Arrays.stream(values)
        .forEach(
            value -> {
              if (Double.isFinite(value)) {
                array.add(value);
              } else {
                array.addNull();
              }
            });
    return array;
  }

  private static <T> JsonArray array(List<T> values, Function<T, JsonObject> writer) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(writer.apply(value)));
    return array;
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
