package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Interval;

/**
 * How large errors were, and how often the true value lay inside, by how wide the predicted
 * interval was, as labels said so far. Not thread-safe.
 */
final class LabelledWidths {

  private final long[] counts = new long[WidthBins.COUNT];
  private final long[] inside = new long[WidthBins.COUNT];
  private final double[] squares = new double[WidthBins.COUNT];
  private final double[] fourths = new double[WidthBins.COUNT];
  private long total;
  private long insideAll;
  private double said;
  private double realised;

  /** Counts a prediction and the true value, or takes them back where {@code weight} is -1. */
  void add(Predicted.Value predicted, double value, int weight) {
    if (predicted.interval().isEmpty()) {
      return;
    }
    Interval interval = predicted.interval().get();
    double deviation = WidthBins.deviation(interval);
    if (Double.isNaN(deviation)) {
      return;
    }
    int bin = WidthBins.of(deviation);
    double error = ValueCounts.error(predicted, value);
    counts[bin] += weight;
    int held = interval.low() <= value && value <= interval.high() ? weight : 0;
    inside[bin] += held;
    insideAll += held;
    said += weight * WidthBins.square(predicted, interval);
    realised += weight * error * error;
    squares[bin] += weight * error * error;
    fourths[bin] += weight * error * error * error * error;
    total += weight;
  }

  long total() {
    return total;
  }

  long count(int bin) {
    return counts[bin];
  }

  /** How much larger squared errors are than intervals say; of at least one label. */
  double excess() {
    return said > 0 ? Math.max(0, realised) / said : 1;
  }

  /** How often the true value lay inside, whatever the width; of at least one label. */
  double shareInside() {
    return (double) insideAll / total;
  }

  double shareInside(int bin) {
    return (double) inside[bin] / counts[bin];
  }

  /** The mean squared error; of a bin with labels. */
  double square(int bin) {
    return Math.max(0, squares[bin]) / counts[bin];
  }

  /** The variance of a squared error. */
  double spread(int bin) {
    return Estimate.variance(Math.max(0, squares[bin]), fourths[bin], counts[bin]);
  }
}
