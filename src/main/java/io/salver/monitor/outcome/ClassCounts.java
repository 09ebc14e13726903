package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What labels say of predicted classes: sums, so that several add up and what was told wrongly can
 * be taken back. Not thread-safe.
 *
 * <p>Log loss is cut off at the smallest step of a double, as scikit-learn does. The Brier score
 * (Brier, 1950) is the squared distance over all classes, for two classes half of that, so that it
 * lies between 0 and 1.
 */
final class ClassCounts {

  /** Most classes of which the area under the curve is told, one versus the rest. */
  static final int MOST_AREAS = 20;

  private static final double LEAST = Math.ulp(1.0);

  private final boolean hasAreas;
  private final Reliability reliability = new Reliability();
  private final ClassTallies tallies = new ClassTallies();
  private final ScoreCounts scores = new ScoreCounts();
  private final Map<String, ScoreCounts> scoresByClass = new LinkedHashMap<>();
  private long count;
  private long right;
  private double logLoss;
  private double logLossSquares;
  private double brier;
  private double brierSquares;

  /**
   * Nothing yet.
   *
   * @param hasAreas whether scores of more than two classes are counted, which takes memory
   */
  ClassCounts(boolean hasAreas) {
    this.hasAreas = hasAreas;
  }

  /** Counts a prediction and its label, or takes them back where {@code weight} is -1. */
  void add(Predicted.Classes predicted, String label, int weight) {
    List<Share> classes = predicted.classes();
    if (classes.isEmpty()) {
      return;
    }
    Share first = classes.getFirst();
    boolean isRight = first.label().equals(label);
    count += weight;
    right += isRight ? weight : 0;
    double loss = -Math.log(Math.clamp(probability(classes, label), LEAST, 1 - LEAST));
    logLoss += weight * loss;
    logLossSquares += weight * loss * loss;
    double distance = distance(classes, label);
    brier += weight * distance;
    brierSquares += weight * distance * distance;
    reliability.add(first.probability(), isRight, weight);
    tallies.add(first.label(), label, weight);
    addScores(classes, label, weight);
  }

  private void addScores(List<Share> classes, String label, int weight) {
    if (classes.size() == 2) {
      Share one = classes.stream().max(Comparator.comparing(Share::label)).orElseThrow();
      scores.add(one.probability(), one.label().equals(label), weight);
    } else if (hasAreas && classes.size() <= MOST_AREAS) {
      for (Share each : classes) {
        if (scoresByClass.containsKey(each.label()) || scoresByClass.size() < MOST_AREAS) {
          scoresByClass
              .computeIfAbsent(each.label(), name -> new ScoreCounts())
              .add(each.probability(), each.label().equals(label), weight);
        }
      }
    }
  }

  void merge(ClassCounts other) {
    count += other.count;
    right += other.right;
    logLoss += other.logLoss;
    logLossSquares += other.logLossSquares;
    brier += other.brier;
    brierSquares += other.brierSquares;
    reliability.merge(other.reliability);
    tallies.merge(other.tallies);
    scores.merge(other.scores);
    other.scoresByClass.forEach(
        (label, theirs) ->
            scoresByClass.computeIfAbsent(label, each -> new ScoreCounts()).merge(theirs));
  }

  long count() {
    return count;
  }

  Reliability reliability() {
    return reliability;
  }

  /** All figures; none without labels. */
  List<QualityMetric> metrics() {
    if (count <= 0) {
      return List.of();
    }
    List<QualityMetric> metrics = new ArrayList<>();
    metrics.add(QualityMetric.of(QualityMetric.ACCURACY, Estimate.share(right, count)));
    tallies
        .balancedAccuracy()
        .ifPresent(each -> metrics.add(QualityMetric.of(QualityMetric.BALANCED_ACCURACY, each)));
    area().ifPresent(each -> metrics.add(QualityMetric.of(QualityMetric.AUC, each)));
    if (count > 1) { // a mean of one value has no interval
      metrics.add(
          QualityMetric.of(
              QualityMetric.LOG_LOSS,
              Estimate.mean(logLoss, logLossSquares, count).within(0, Double.MAX_VALUE)));
      metrics.add(
          QualityMetric.of(
              QualityMetric.BRIER, Estimate.mean(brier, brierSquares, count).within(0, 2)));
      metrics.add(QualityMetric.of(QualityMetric.CALIBRATION_ERROR, reliability.error()));
    }
    metrics.addAll(tallies.metrics(count));
    return metrics;
  }

  /** How far bins of scores may put the area under the curve off. */
  double areaResolution() {
    return areas().stream().mapToDouble(ScoreCounts.Area::resolution).average().orElse(0);
  }

  /**
   * The area, of several classes their mean. Its standard error is then the mean of theirs, which
   * is right if they go together and too large otherwise.
   */
  private Optional<Estimate> area() {
    List<ScoreCounts.Area> areas = areas();
    if (areas.isEmpty()) {
      return Optional.empty();
    }
    double value = areas.stream().mapToDouble(ScoreCounts.Area::value).average().orElseThrow();
    double error = areas.stream().mapToDouble(ScoreCounts.Area::error).average().orElseThrow();
    return Optional.of(Estimate.normal(value, error, count).within(0, 1));
  }

  private List<ScoreCounts.Area> areas() {
    List<ScoreCounts> counted =
        scoresByClass.isEmpty() ? List.of(scores) : List.copyOf(scoresByClass.values());
    return counted.stream().map(ScoreCounts::area).filter(ScoreCounts.Area::isDefined).toList();
  }

  private static double probability(List<Share> classes, String label) {
    for (Share each : classes) {
      if (each.label().equals(label)) {
        return each.probability();
      }
    }
    return 0;
  }

  private static double distance(List<Share> classes, String label) {
    double distance = 0;
    boolean isListed = false;
    for (Share each : classes) {
      boolean isTrue = each.label().equals(label);
      isListed |= isTrue;
      double apart = each.probability() - (isTrue ? 1 : 0);
      distance += apart * apart;
    }
    return isListed ? (classes.size() == 2 ? distance / 2 : distance) : distance + 1;
  }
}
