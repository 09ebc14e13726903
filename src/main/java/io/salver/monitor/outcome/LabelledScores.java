package io.salver.monitor.outcome;

/**
 * How often a class was the true one by the probability that it was given, as labels said so far.
 * Not thread-safe.
 */
final class LabelledScores {

  private final long[] counts = new long[LogOddsBins.COUNT];
  private final long[] right = new long[LogOddsBins.COUNT];

  /** Counts a label, or takes it back where {@code weight} is -1. */
  void add(double probability, boolean isTrue, int weight) {
    int bin = LogOddsBins.of(probability);
    counts[bin] += weight;
    right[bin] += isTrue ? weight : 0;
  }

  Calibration calibration() {
    return Calibration.learn(counts, right);
  }
}
