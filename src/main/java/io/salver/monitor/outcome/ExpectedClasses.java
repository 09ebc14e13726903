package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Share;
import io.salver.monitor.outcome.ExpectedScores.Expected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Predicted classes, and what is to be expected of them without labels: confidence-based
 * performance estimation. Each class is calibrated by itself, one versus the rest. Only predictions
 * that tell the probabilities of all of up to {@value #MOST} classes count. Not thread-safe; adds
 * up.
 *
 * <p>These are log loss, Brier score, area under the curve, and precision and recall of each class.
 * With more than two the area is the mean of one versus the rest, with the mean of their standard
 * errors, as large as it can be; and the variances of log loss and Brier score add those of the
 * classes as if they were independent, which is too large.
 */
final class ExpectedClasses {

  /** Most classes. */
  static final int MOST = ClassCounts.MOST_AREAS;

  /** How far probabilities of all classes may be from one. */
  private static final double ALL = 1e-3;

  /** Of two classes, the one that comes last. */
  private final Map<String, SaidScores> scores = new TreeMap<>();

  /** The other of two classes. */
  private String other = "";

  private long count;
  private double squares;

  void add(Predicted.Classes predicted) {
    List<Share> watched = watched(predicted);
    List<Share> classes = predicted.classes();
    if (watched.isEmpty()
        || (scores.size() + watched.size() > MOST
            && !watched.stream().allMatch(each -> scores.containsKey(each.label())))) {
      return;
    }
    count++;
    for (Share each : classes) {
      squares += each.probability() * each.probability();
    }
    String first = classes.getFirst().label();
    for (Share each : watched) {
      scores
          .computeIfAbsent(each.label(), _ -> new SaidScores())
          .add(each.probability(), each.label().equals(first));
    }
    if (classes.size() == 2) {
      other = classes.stream().map(Share::label).min(Comparator.naturalOrder()).orElseThrow();
    }
  }

  void merge(ExpectedClasses more) {
    count += more.count;
    squares += more.squares;
    other = more.other.isEmpty() ? other : more.other;
    more.scores.forEach(
        (label, theirs) -> scores.computeIfAbsent(label, _ -> new SaidScores()).merge(theirs));
  }

  /** Those that are counted: all, or one of two; none where some are not told. */
  static List<Share> watched(Predicted.Classes predicted) {
    List<Share> classes = predicted.classes();
    double sum = classes.stream().mapToDouble(Share::probability).sum();
    if (classes.size() < 2 || classes.size() > MOST || !(Math.abs(sum - 1) < ALL)) {
      return List.of();
    }
    return classes.size() == 2
        ? List.of(classes.stream().max(Comparator.comparing(Share::label)).orElseThrow())
        : classes;
  }

  /** All figures; empty without predictions. */
  Optional<EstimatedQuality> estimate(LabelledOutputs labelled) {
    if (count == 0) {
      return Optional.empty();
    }
    List<QualityMetric> metrics = new ArrayList<>();
    long labels = Long.MAX_VALUE;
    Expected logLoss = new Expected(0, 0);
    Expected brier = new Expected(1 + squares / count, 0);
    List<Expected> areas = new ArrayList<>();
    for (Map.Entry<String, SaidScores> each : scores.entrySet()) {
      SaidScores said = each.getValue();
      ExpectedScores of = new ExpectedScores(said, labelled.calibration(each.getKey()));
      labels = Math.min(labels, of.calibration().labels());
      addShares(metrics, each.getKey(), of, true);
      if (isBinary()) {
        addShares(metrics, other, of, false);
      }
      areas.add(of.area());
      logLoss = isBinary() ? of.logLoss() : plus(logLoss, of.mean(said::loss, _ -> 0));
      brier = isBinary() ? of.brier() : plus(brier, of.mean(bin -> -2 * said.sum(bin), _ -> 0));
    }
    metrics.add(metric(QualityMetric.AUC, mean(areas), 0, 1));
    metrics.add(metric(QualityMetric.LOG_LOSS, logLoss, 0, Double.MAX_VALUE));
    metrics.add(metric(QualityMetric.BRIER, brier, 0, 2));
    return Optional.of(new EstimatedQuality(metrics, labels));
  }

  private boolean isBinary() {
    return scores.size() == 1;
  }

  private void addShares(
      List<QualityMetric> metrics, String label, ExpectedScores of, boolean isOfClass) {
    long given = isOfClass ? of.said().chosen() : of.said().total() - of.said().chosen();
    if (given > 0) {
      metrics.add(shareOf(QualityMetric.PRECISION, label, of.precision(isOfClass)));
    }
    metrics.add(shareOf(QualityMetric.RECALL, label, of.recall(isOfClass)));
  }

  private QualityMetric shareOf(String name, String label, Expected expected) {
    return new QualityMetric(
        EstimatedQuality.PREFIX + name, Optional.of(label), estimate(expected, 0, 1));
  }

  private QualityMetric metric(String name, Expected expected, double least, double most) {
    return QualityMetric.of(EstimatedQuality.PREFIX + name, estimate(expected, least, most));
  }

  private Estimate estimate(Expected expected, double least, double most) {
    return Estimate.normal(expected.value(), Math.sqrt(expected.variance()), count)
        .within(least, most);
  }

  /** With the greatest variance that the mean can have, whatever hangs together. */
  private static Expected mean(List<Expected> areas) {
    double error =
        areas.stream().mapToDouble(each -> Math.sqrt(each.variance())).average().orElseThrow();
    double value = areas.stream().mapToDouble(Expected::value).average().orElseThrow();
    return new Expected(value, error * error);
  }

  private static Expected plus(Expected one, Expected other) {
    return new Expected(one.value() + other.value(), one.variance() + other.variance());
  }
}
