package io.salver.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.model.ModelId;
import io.salver.monitor.FeatureReport;
import io.salver.monitor.MonitorReport;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.quality.QualityResult;
import io.salver.telemetry.FeatureLabels.Labelled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Shows what is known of drift and of the quality of data: {@code drift_statistic}, {@code
 * drift_effect}, {@code drift_threshold} and {@code drift_p_value} by model, version, feature, test
 * and window; {@code drift_detected} by feature; {@code drift_window_samples}, {@code
 * drift_last_update_timestamp_seconds}, {@code drift_pane_seconds} and {@code
 * drift_dropped_samples_total} by version; {@code data_quality_ratio} by feature and kind.
 *
 * <p>A scrape reads the reports that were shown last and touches no monitor. Features beyond the
 * worst so many of a version are one, {@code other}: the worst of them in each regard. The meters
 * of a version go with it. Thread-safe.
 */
public final class DriftMetrics {

  private final MeterRegistry registry;
  private final ToDoubleFunction<ModelId> dropped;
  private final GaugeTable statistics;
  private final GaugeTable effects;
  private final GaugeTable thresholds;
  private final GaugeTable pValues;
  private final GaugeTable detected;
  private final GaugeTable samples;
  private final GaugeTable updates;
  private final GaugeTable panes;
  private final GaugeTable quality;

  /** Guarded by this, as is all that is shown. */
  private final FeatureLabels labels;

  private final Map<ModelId, FunctionCounter> counters = new HashMap<>();

  /**
   * Metrics in {@code registry}.
   *
   * @param mostFeatures most features of a version that are shown under their names
   * @param dropped how many observations of a version nobody looked at; read at each scrape
   */
  public DriftMetrics(MeterRegistry registry, int mostFeatures, ToDoubleFunction<ModelId> dropped) {
    this.registry = registry;
    this.dropped = dropped;
    this.labels = new FeatureLabels(mostFeatures);
    this.statistics = table("drift.statistic", "How far the window is from the reference");
    this.effects =
        table("drift.effect", "The same free of sample sizes and units, as the threshold is");
    this.thresholds = table("drift.threshold", "The least effect that matters");
    this.pValues =
        table(
            "drift.p.value",
            "The chance of such a statistic without a change, corrected for the other features");
    this.detected = table("drift.detected", "1 where a difference lasts, else 0");
    this.samples = table("drift.window.samples", "Runs in the window");
    this.updates =
        table("drift.last.update.timestamp.seconds", "When a window was judged last, Unix time");
    this.panes =
        table("drift.pane.seconds", "How long a pane lasts, at whose end a window is judged");
    this.quality = table("data.quality.ratio", "The share of values with a fault");
  }

  /** Shows these reports and no others from now on. */
  public synchronized void show(List<MonitorReport> reports) {
    Map<ModelId, List<Labelled>> features = labels.of(reports);
    Values values = new Values();
    for (MonitorReport report : reports) {
      values.add(report, features.getOrDefault(report.model(), List.of()));
    }
    statistics.show(values.statistics);
    effects.show(values.effects);
    thresholds.show(values.thresholds);
    pValues.show(values.pValues);
    detected.show(values.detected);
    samples.show(values.samples);
    updates.show(values.updates);
    panes.show(values.panes);
    quality.show(values.quality);
    count(features.keySet());
  }

  private void count(Set<ModelId> models) {
    Set<ModelId> gone = new HashSet<>(counters.keySet());
    gone.removeAll(models);
    gone.forEach(model -> registry.remove(counters.remove(model)));
    models.forEach(model -> counters.computeIfAbsent(model, this::counter));
  }

  private FunctionCounter counter(ModelId model) {
    return FunctionCounter.builder("drift.dropped.samples", model, dropped)
        .description("Observations that nobody looked at, because too many waited")
        .tags(tags(model))
        .register(registry);
  }

  private GaugeTable table(String name, String description) {
    return new GaugeTable(registry, name, description);
  }

  private static Tags tags(ModelId model) {
    return Tags.of("model", model.name(), "version", Long.toString(model.version()));
  }

  /** What is to be shown. Where two have the same labels, the worse one is. */
  private static final class Values {

    private final Map<Tags, Double> statistics = new HashMap<>();
    private final Map<Tags, Double> effects = new HashMap<>();
    private final Map<Tags, Double> thresholds = new HashMap<>();
    private final Map<Tags, Double> pValues = new HashMap<>();
    private final Map<Tags, Double> detected = new HashMap<>();
    private final Map<Tags, Double> samples = new HashMap<>();
    private final Map<Tags, Double> updates = new HashMap<>();
    private final Map<Tags, Double> panes = new HashMap<>();
    private final Map<Tags, Double> quality = new HashMap<>();

    void add(MonitorReport report, List<Labelled> features) {
      Tags version = tags(report.model());
      Tags window = Tags.of("window", report.window().name());
      put(samples, version.and(window), (double) report.samples(), Math::max);
      put(panes, version, report.window().pane().toNanos() / 1e9, Math::max);
      report
          .lastDecision()
          .ifPresent(at -> put(updates, version, at.toEpochMilli() / 1e3, Math::max));
      for (Labelled each : features) {
        add(each.feature(), version.and("feature", each.label()), window);
      }
    }

    private void add(FeatureReport feature, Tags tags, Tags window) {
      if (feature.deciding().isPresent()) {
        put(detected, tags, feature.decision().drifted() ? 1.0 : 0.0, Math::max);
      }
      for (TestResult result : feature.tests()) {
        Tags test = tags.and(window).and("test", result.test().label());
        put(statistics, test, result.statistic(), Math::max);
        put(effects, test, result.effect(), Math::max);
        put(thresholds, test, result.threshold(), Math::min);
        result.adjustedPValue().ifPresent(p -> put(pValues, test, p, Math::min));
      }
      for (QualityResult result : feature.quality()) {
        put(quality, tags.and("kind", result.kind().label()), result.ratio(), Math::max);
      }
    }

    private static void put(
        Map<Tags, Double> values, Tags tags, double value, DoubleBinaryOperator worse) {
      values.merge(tags, value, worse::applyAsDouble);
    }
  }
}
