package io.salver.monitor.outcome;

import java.util.Arrays;
import java.util.Optional;

/**
 * How sure a model is, in the bins of {@link Reliability}. Not thread-safe; adds up.
 *
 * <p>Confidence-based performance estimation: if the model is as often right as its confidence
 * says, its mean is the accuracy to expect. Confidences are calibrated first, by what labels said
 * so far: the share that was right in the same bin (histogram binning; Zadrozny and Elkan, 2001).
 * That holds while only the inputs change, and a given confidence is right as often as it was; it
 * cannot see that what is true has changed. See also Guillory et al., 2021, "Predicting with
 * Confidence on Unseen Distributions".
 */
final class Confidences {

  /** Fewest labels before confidences are calibrated by them, and fewest in a bin. */
  private static final long LEAST = 200;

  private static final long LEAST_IN_BIN = 20;

  private final long[] counts = new long[Reliability.BINS];
  private final double[] sums = new double[Reliability.BINS];

  void add(double sure) {
    int bin = Reliability.bin(sure);
    counts[bin]++;
    sums[bin] += sure;
  }

  void merge(Confidences other) {
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += other.counts[bin];
      sums[bin] += other.sums[bin];
    }
  }

  /** The accuracy to expect; absent without predictions. */
  Optional<EstimatedAccuracy> accuracy(Reliability reference) {
    double all = Arrays.stream(counts).sum();
    if (all == 0) {
      return Optional.empty();
    }
    boolean isCalibrated = reference.total() >= LEAST;
    double accuracy = 0;
    double variance = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        boolean isKnown = isCalibrated && reference.count(bin) >= LEAST_IN_BIN;
        double right = isKnown ? reference.shareRight(bin) : sums[bin] / counts[bin];
        double share = counts[bin] / all;
        double spread = right * (1 - right);
        accuracy += share * right;
        variance += share * spread / all;
        variance += isKnown ? share * share * spread / reference.count(bin) : 0;
      }
    }
    Estimate estimate =
        Estimate.normal(accuracy, Math.sqrt(Math.max(0, variance)), (long) all).within(0, 1);
    return Optional.of(new EstimatedAccuracy(estimate, isCalibrated ? reference.total() : 0));
  }
}
