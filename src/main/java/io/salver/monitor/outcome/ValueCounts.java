package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import java.util.ArrayList;
import java.util.List;

/**
 * What true values say of predicted ones: sums of powers of the errors, so that several add up and
 * what was told wrongly can be taken back. Not thread-safe.
 *
 * <p>The interval of the root of the mean squared error is the root of that of the mean, which is
 * nearly normal. An error that is not finite counts as the largest that can be squared.
 */
final class ValueCounts {

  private static final double LARGEST = 1e70;

  private long count;
  private double errors;
  private double absolute;
  private double squares;
  private double fourths;
  private long intervals;
  private long inside;
  private double levels;

  /** Counts a prediction and the true value, or takes them back where {@code weight} is -1. */
  void add(Predicted.Value predicted, double value, int weight) {
    double error = error(predicted, value);
    double square = error * error;
    count += weight;
    errors += weight * error;
    absolute += weight * Math.abs(error);
    squares += weight * square;
    fourths += weight * square * square;
    if (predicted.interval().isPresent()) {
      Predicted.Interval interval = predicted.interval().get();
      intervals += weight;
      inside += interval.low() <= value && value <= interval.high() ? weight : 0;
      levels += weight * interval.level();
    }
  }

  void merge(ValueCounts other) {
    count += other.count;
    errors += other.errors;
    absolute += other.absolute;
    squares += other.squares;
    fourths += other.fourths;
    intervals += other.intervals;
    inside += other.inside;
    levels += other.levels;
  }

  long count() {
    return count;
  }

  /** How often the intervals should hold the true value, on average; 0 without any. */
  double level() {
    return intervals == 0 ? 0 : levels / intervals;
  }

  /** All figures; none without labels. */
  List<QualityMetric> metrics() {
    if (count <= 0) {
      return List.of();
    }
    List<QualityMetric> metrics = new ArrayList<>();
    if (count > 1) { // a mean of one value has no interval
      addErrors(metrics);
    }
    if (intervals > 0) {
      metrics.add(QualityMetric.of(QualityMetric.COVERAGE, Estimate.share(inside, intervals)));
    }
    return metrics;
  }

  private void addErrors(List<QualityMetric> metrics) {
    Estimate square = Estimate.mean(Math.max(0, squares), fourths, count);
    metrics.add(
        QualityMetric.of(
            QualityMetric.RMSE,
            new Estimate(
                Math.sqrt(square.value()),
                Math.sqrt(Math.max(0, square.low())),
                Math.sqrt(square.high()),
                count)));
    metrics.add(
        QualityMetric.of(
            QualityMetric.MAE,
            Estimate.mean(absolute, squares, count).within(0, Double.MAX_VALUE)));
    metrics.add(QualityMetric.of(QualityMetric.BIAS, Estimate.mean(errors, squares, count)));
  }

  /** Predicted minus true. */
  static double error(Predicted.Value predicted, double value) {
    double error = predicted.value() - value;
    return Double.isNaN(error) ? LARGEST : Math.clamp(error, -LARGEST, LARGEST);
  }
}
