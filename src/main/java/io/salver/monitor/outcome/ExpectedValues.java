package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Predicted intervals, and the errors to be expected of them without labels: those of intervals as
 * wide, as labels said so far. Widths that few labels are of have errors as much larger than those
 * of a normal law as labels said of all widths, or just those where there are too few labels at
 * all. Predictions without an interval say nothing and are left out. Not thread-safe; adds up.
 */
final class ExpectedValues {

  /** Fewest labels in a bin before it says what errors are. */
  private static final long LEAST_IN_BIN = 20;

  /** Of a normal law: the fourth moment is three times the squared variance. */
  private static final double OF_SQUARES = 2;

  private final long[] counts = new long[WidthBins.COUNT];
  private final double[] squares = new double[WidthBins.COUNT];
  private final double[] fourths = new double[WidthBins.COUNT];
  private final double[] levels = new double[WidthBins.COUNT];

  void add(Predicted.Value predicted) {
    if (predicted.interval().isEmpty()) {
      return;
    }
    Interval interval = predicted.interval().get();
    double deviation = WidthBins.deviation(interval);
    if (Double.isNaN(deviation)) {
      return;
    }
    double square = WidthBins.square(predicted, interval);
    int bin = WidthBins.of(deviation);
    counts[bin]++;
    squares[bin] += square;
    fourths[bin] += square * square;
    levels[bin] += interval.level();
  }

  void merge(ExpectedValues other) {
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += other.counts[bin];
      squares[bin] += other.squares[bin];
      fourths[bin] += other.fourths[bin];
      levels[bin] += other.levels[bin];
    }
  }

  /** Both figures; empty without intervals. */
  Optional<EstimatedQuality> estimate(LabelledWidths labelled) {
    double all = Arrays.stream(counts).sum();
    if (all == 0) {
      return Optional.empty();
    }
    boolean isCalibrated = labelled.total() >= Calibration.LEAST;
    double excess = isCalibrated ? labelled.excess() : 1;
    double square = 0;
    double spread = 0;
    double inside = 0;
    double spreadInside = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        boolean isKnown = isCalibrated && labelled.count(bin) >= LEAST_IN_BIN;
        double share = counts[bin] / all;
        double squareOfBin = isKnown ? labelled.square(bin) : excess * squares[bin] / counts[bin];
        double spreadOfBin =
            isKnown
                ? labelled.spread(bin)
                : OF_SQUARES * excess * excess * fourths[bin] / counts[bin];
        double otherwise = isCalibrated ? labelled.shareInside() : levels[bin] / counts[bin];
        double insideOfBin = isKnown ? labelled.shareInside(bin) : otherwise;
        double few = isKnown ? share * share / labelled.count(bin) : 0;
        square += share * squareOfBin;
        spread += spreadOfBin * (share / all + few);
        inside += share * insideOfBin;
        spreadInside += insideOfBin * (1 - insideOfBin) * (share / all + few);
      }
    }
    return Optional.of(
        new EstimatedQuality(
            metrics(square, Math.sqrt(spread), inside, Math.sqrt(spreadInside), (long) all),
            isCalibrated ? labelled.total() : 0));
  }

  private static List<QualityMetric> metrics(
      double square, double error, double inside, double errorInside, long all) {
    Estimate squared = Estimate.normal(square, error, all);
    List<QualityMetric> metrics = new ArrayList<>();
    metrics.add(
        QualityMetric.of(
            EstimatedQuality.PREFIX + QualityMetric.RMSE,
            new Estimate(
                Math.sqrt(square),
                Math.sqrt(Math.max(0, squared.low())),
                Math.sqrt(squared.high()),
                all)));
    metrics.add(
        QualityMetric.of(
            EstimatedQuality.PREFIX + QualityMetric.COVERAGE,
            Estimate.normal(inside, errorInside, all).within(0, 1)));
    return metrics;
  }
}
