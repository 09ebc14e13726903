package io.salver.telemetry;

import io.salver.model.ModelId;
import io.salver.monitor.FeatureReport;
import io.salver.monitor.MonitorReport;
import io.salver.monitor.drift.TestResult;
import io.salver.monitor.quality.QualityResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which features of a version are shown under their own name: the worst so many, by how far they
 * are from their thresholds. All others are {@value #OTHER}. A feature that is shown stays unless
 * another is worse by a quarter, so that series do not come and go by chance. Not thread-safe.
 */
final class FeatureLabels {

  static final String OTHER = "other";

  /** How much worse than one that is shown another must be: a quarter, and a tenth at least. */
  private static final double WORSE = 0.25;

  private static final double LEAST_WORSE = 0.1;

  /** Above every feature that has not drifted, but for the wildest. */
  private static final double DRIFTED = 1e6;

  private final int most;
  private Map<ModelId, Set<String>> shown = new HashMap<>();

  /** At most so many names for each version. */
  FeatureLabels(int most) {
    this.most = most;
  }

  /** A feature and what it is called. */
  record Labelled(String label, FeatureReport feature) {}

  /** The features of all reports. Forgets versions that are not among them. */
  Map<ModelId, List<Labelled>> of(List<MonitorReport> reports) {
    Map<ModelId, List<Labelled>> labelled = new HashMap<>();
    Map<ModelId, Set<String>> next = new HashMap<>();
    for (MonitorReport report : reports) {
      Set<String> before = shown.getOrDefault(report.model(), Set.of());
      List<Labelled> features = of(report, before);
      labelled.put(report.model(), features);
      next.put(
          report.model(),
          features.stream()
              .map(Labelled::label)
              .filter(label -> !label.equals(OTHER))
              .collect(Collectors.toSet()));
    }
    shown = next;
    return labelled;
  }

  private List<Labelled> of(MonitorReport report, Set<String> before) {
    List<FeatureReport> worst = new ArrayList<>(report.features());
    worst.sort(
        Comparator.comparingDouble((FeatureReport feature) -> badness(feature, before)).reversed());
    Set<FeatureReport> named = Collections.newSetFromMap(new IdentityHashMap<>());
    named.addAll(worst.subList(0, Math.min(most, worst.size())));
    return report.features().stream()
        .map(feature -> new Labelled(named.contains(feature) ? name(feature) : OTHER, feature))
        .toList();
  }

  /** Features by their name, others with what they are before it. */
  static String name(FeatureReport feature) {
    return switch (feature.role()) {
      case FEATURE -> feature.name();
      case PREDICTION -> "prediction." + feature.name();
      case EMBEDDING -> "embedding." + feature.name();
    };
  }

  private static double badness(FeatureReport feature, Set<String> before) {
    double drift =
        feature.decidingResult().map(FeatureLabels::badness).orElse(-1.0); // without a reference
    double quality = feature.quality().stream().mapToDouble(FeatureLabels::badness).max().orElse(0);
    double worse = Math.max(drift, quality) + (feature.isConspicuous() ? DRIFTED : 0);
    return before.contains(name(feature)) ? worse + Math.max(worse * WORSE, LEAST_WORSE) : worse;
  }

  private static double badness(TestResult result) {
    return result.effect() / Math.max(result.threshold(), Double.MIN_NORMAL);
  }

  private static double badness(QualityResult result) {
    return (result.ratio() - result.expected()) / Math.max(result.threshold(), Double.MIN_NORMAL);
  }
}
