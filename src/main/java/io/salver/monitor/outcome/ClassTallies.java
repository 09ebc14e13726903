package io.salver.monitor.outcome;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often each class was predicted, was true, and both; the first {@value #MOST} classes. Not
 * thread-safe; adds up.
 */
final class ClassTallies {

  /** Most classes that are told apart. */
  static final int MOST = 100;

  /** Predicted, true, both. */
  private final Map<String, long[]> tallies = new LinkedHashMap<>();

  void add(String predicted, String actual, int weight) {
    tally(predicted)[0] += weight;
    long[] ofActual = tally(actual);
    ofActual[1] += weight;
    ofActual[2] += predicted.equals(actual) ? weight : 0;
  }

  void merge(ClassTallies other) {
    other.tallies.forEach(
        (label, theirs) -> {
          long[] own = tally(label);
          for (int i = 0; i < own.length; i++) {
            own[i] += theirs[i];
          }
        });
  }

  /**
   * The mean recall of the classes that are there; its standard error takes them as independent.
   */
  Optional<Estimate> balancedAccuracy() {
    double recalls = 0;
    double variance = 0;
    long samples = 0;
    int classes = 0;
    for (long[] tally : tallies.values()) {
      if (tally[1] > 0) {
        double recall = (double) tally[2] / tally[1];
        recalls += recall;
        variance += recall * (1 - recall) / tally[1];
        samples += tally[1];
        classes++;
      }
    }
    return classes == 0
        ? Optional.empty()
        : Optional.of(
            Estimate.normal(recalls / classes, Math.sqrt(variance) / classes, samples)
                .within(0, 1));
  }

  /** Recall, precision and how often it was predicted, of the classes, by name. */
  List<QualityMetric> metrics(long samples) {
    List<QualityMetric> metrics = new ArrayList<>();
    tallies.keySet().stream()
        .sorted()
        .forEach(
            label -> {
              long[] tally = tally(label);
              add(metrics, QualityMetric.RECALL, label, tally[2], tally[1]);
              add(metrics, QualityMetric.PRECISION, label, tally[2], tally[0]);
              add(metrics, QualityMetric.SELECTED, label, tally[0], samples);
            });
    return metrics;
  }

  private static void add(
      List<QualityMetric> metrics, String name, String label, long hits, long samples) {
    if (samples > 0) {
      metrics.add(new QualityMetric(name, Optional.of(label), Estimate.share(hits, samples)));
    }
  }

  /** That of a class; of one too many, one that nobody reads. */
  private long[] tally(String label) {
    if (tallies.size() >= MOST && !tallies.containsKey(label)) {
      return new long[3];
    }
    return tallies.computeIfAbsent(label, each -> new long[3]);
  }
}
