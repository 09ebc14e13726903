package io.salver.monitor.outcome;

import java.util.ArrayList;
import java.util.List;

/**
 * How often predictions are right by how sure they are: counts in {@value #BINS} equal bins of the
 * confidence, each without its lower and with its upper edge. Not thread-safe; adds up.
 *
 * <p>The expected calibration error (Naeini, Cooper and Hauskrecht, 2015; Guo et al., 2017) is the
 * mean distance of the share that is right from the mean confidence in each bin. Its standard error
 * is that of the delta method: bins are independent samples, and the sign of each distance is taken
 * as known. Near 0 it is biased upwards, since chance alone makes distances.
 */
final class Reliability {

  static final int BINS = 10;

  private final long[] counts = new long[BINS];
  private final long[] right = new long[BINS];
  private final double[] confidence = new double[BINS];

  /** Sums of the squares of right or wrong, 1 or 0, minus confidence. */
  private final double[] squares = new double[BINS];

  void add(double sure, boolean isRight, int weight) {
    int bin = bin(sure);
    double apart = (isRight ? 1 : 0) - sure;
    counts[bin] += weight;
    right[bin] += isRight ? weight : 0;
    confidence[bin] += weight * sure;
    squares[bin] += weight * apart * apart;
  }

  void merge(Reliability other) {
    for (int bin = 0; bin < BINS; bin++) {
      counts[bin] += other.counts[bin];
      right[bin] += other.right[bin];
      confidence[bin] += other.confidence[bin];
      squares[bin] += other.squares[bin];
    }
  }

  /** The expected calibration error of at least one prediction. */
  Estimate error() {
    double all = total();
    double error = 0;
    double variance = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        double apart = right[bin] - confidence[bin];
        error += Math.abs(apart) / all;
        double share = counts[bin] / all;
        variance +=
            share * share * Estimate.variance(apart, squares[bin], counts[bin]) / counts[bin];
      }
    }
    return Estimate.normal(error, Math.sqrt(variance), total()).within(0, 1);
  }

  /** The bars that are not empty. */
  List<ReliabilityBin> bins() {
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        bins.add(
            new ReliabilityBin(
                (double) bin / BINS,
                (bin + 1.0) / BINS,
                confidence[bin] / counts[bin],
                Estimate.share(right[bin], counts[bin])));
      }
    }
    return bins;
  }

  long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  long count(int bin) {
    return counts[bin];
  }

  double shareRight(int bin) {
    return (double) right[bin] / counts[bin];
  }

  static int bin(double sure) {
    return (int) Math.clamp(Math.ceil(sure * BINS) - 1, 0, BINS - 1);
  }
}
