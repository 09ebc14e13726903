package io.salver.api.monitoring;

import io.salver.monitor.FeatureReport;
import io.salver.monitor.FeatureReport.Bin;
import io.salver.monitor.MonitorReading.Reading;
import io.salver.monitor.MonitorReport;
import io.salver.monitor.NumberSummary;
import io.salver.monitor.drift.Decision;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.quality.QualityResult;
import io.salver.monitor.replica.ReplicaWindows.Missing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reports of the watching as documents. A number that is not finite is null. Stateless. */
final class MonitoringDocuments {

  private MonitoringDocuments() {}

  static Document list(List<MonitorReport> reports) {
    return new Document().put("models", reports, MonitoringDocuments::head);
  }

  static Document one(Reading reading) {
    MonitorReport report = reading.report();
    Document replicas =
        new Document()
            .put("added_up", reading.replicas())
            .put("missing", reading.missing(), MonitoringDocuments::missing);
    return head(report)
        .put("ignored", report.ignored())
        .put("replicas", replicas)
        .put("features", report.features(), MonitoringDocuments::feature);
  }

  private static Document head(MonitorReport report) {
    Document document =
        new Document()
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

  private static List<String> names(MonitorReport report, Predicate<FeatureReport> which) {
    return report.features().stream().filter(which).map(FeatureReport::name).toList();
  }

  private static Document window(MonitorReport.Window window) {
    return new Document()
        .put("length", window.name())
        .put("from", window.from().toString())
        .put("until", window.until().toString());
  }

  private static Document missing(Missing replica) {
    return new Document().put("address", replica.address()).put("reason", replica.reason());
  }

  private static Document feature(FeatureReport feature) {
    Document document =
        new Document()
            .put("name", feature.name())
            .put("role", label(feature.role()))
            .put("type", label(feature.type()))
            .put("values", feature.total())
            .put("decision", decision(feature.decision()));
    feature.deciding().ifPresent(test -> document.put("deciding", test.label()));
    document
        .put("tests", feature.tests(), MonitoringDocuments::test)
        .put("quality", feature.quality(), MonitoringDocuments::quality);
    feature.numbers().ifPresent(numbers -> document.put("numbers", numbers(numbers)));
    return document.put("bins", feature.bins(), MonitoringDocuments::bin);
  }

  private static Document decision(Decision decision) {
    Document document =
        new Document()
            .put("state", label(decision.state()))
            .put("windows", decision.windows())
            .put("needed", decision.needed());
    decision.since().ifPresent(at -> document.put("since", at.toString()));
    return document;
  }

  private static Document test(TestResult result) {
    return new Document()
        .put("test", result.test().label())
        .put("statistic", result.statistic())
        .put("effect", result.effect())
        .put("threshold", result.threshold())
        .put("p_value", result.pValue())
        .put("adjusted_p_value", result.adjustedPValue())
        .put("reference_samples", result.referenceSize())
        .put("window_samples", result.windowSize())
        .put("exceeded", result.exceeded());
  }

  private static Document quality(QualityResult result) {
    return new Document()
        .put("kind", result.kind().label())
        .put("count", result.count())
        .put("values", result.total())
        .put("ratio", result.ratio())
        .put("expected", result.expected())
        .put("threshold", result.threshold())
        .put("p_value", result.pValue())
        .put("adjusted_p_value", result.adjustedPValue())
        .put("exceeded", result.exceeded())
        .put("decision", decision(result.decision()));
  }

  private static Document numbers(NumberSummary numbers) {
    return new Document()
        .put("count", numbers.count())
        .put("mean", numbers.mean())
        .put("deviation", numbers.deviation())
        .put("min", numbers.min())
        .put("max", numbers.max())
        .put("percentiles", numbers(numbers.quantiles()))
        .put("reference_percentiles", numbers(numbers.reference()));
  }

  private static Document bin(Bin bin) {
    Document document =
        new Document()
            .put("label", bin.label())
            .put("reference", bin.reference())
            .put("window", bin.window());
    return bin.isNew() ? document.put("new", true) : document;
  }

  private static List<@Nullable Double> numbers(double[] values) {
    List<@Nullable Double> numbers = new ArrayList<>(values.length);
    for (double value : values) {
      numbers.add(Document.finite(value));
    }
    return numbers;
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
