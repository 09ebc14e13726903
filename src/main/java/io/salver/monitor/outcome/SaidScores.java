package io.salver.monitor.outcome;

import java.util.Arrays;

/**
 * What a model said of one class against the rest, by the bins of {@link LogOddsBins}: how often,
 * how often it was the first, and sums of the probability, its square, and minus the logarithms of
 * it and of what it leaves. Not thread-safe; adds up.
 */
final class SaidScores {

  private final long[] counts = new long[LogOddsBins.COUNT];
  private final long[] chosen = new long[LogOddsBins.COUNT];
  private final double[] sums = new double[LogOddsBins.COUNT];
  private final double[] squares = new double[LogOddsBins.COUNT];
  private final double[] losses = new double[LogOddsBins.COUNT];
  private final double[] otherLosses = new double[LogOddsBins.COUNT];

  void add(double probability, boolean isChosen) {
    double inside = LogOddsBins.inside(probability);
    int bin = LogOddsBins.of(inside);
    counts[bin]++;
    chosen[bin] += isChosen ? 1 : 0;
    sums[bin] += inside;
    squares[bin] += inside * inside;
    losses[bin] -= Math.log(inside);
    otherLosses[bin] -= Math.log1p(-inside);
  }

  void merge(SaidScores other) {
    for (int bin = 0; bin < LogOddsBins.COUNT; bin++) {
      counts[bin] += other.counts[bin];
      chosen[bin] += other.chosen[bin];
      sums[bin] += other.sums[bin];
      squares[bin] += other.squares[bin];
      losses[bin] += other.losses[bin];
      otherLosses[bin] += other.otherLosses[bin];
    }
  }

  long count(int bin) {
    return counts[bin];
  }

  long chosen(int bin) {
    return chosen[bin];
  }

  double sum(int bin) {
    return sums[bin];
  }

  double square(int bin) {
    return squares[bin];
  }

  double loss(int bin) {
    return losses[bin];
  }

  double otherLoss(int bin) {
    return otherLosses[bin];
  }

  long total() {
    return Arrays.stream(counts).sum();
  }

  /** How often the class was the first. */
  long chosen() {
    return Arrays.stream(chosen).sum();
  }
}
