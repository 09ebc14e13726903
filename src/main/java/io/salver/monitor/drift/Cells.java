package io.salver.monitor.drift;

import java.util.Arrays;

/**
 * The shares of a reference and of a window in the same cells: bins of numbers, or categories.
 * Immutable: nobody changes the arrays.
 *
 * @param reference shares that sum up to 1
 * @param window shares that sum up to 1, or all 0 of an empty window
 * @param referenceSize values of the reference
 * @param windowSize values of the window
 * @param noise what the errors of sketches add to {@link #chance}; 0 for counts
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Cells(
    double[] reference, double[] window, long referenceSize, long windowSize, double noise) {

  /** Half a value for every cell: Jeffreys' prior, so that an empty cell has a logarithm. */
  private static final double SMOOTHING = 0.5;

  /** Values that the smaller of both samples must expect in a cell (Cochran, 1954). */
  private static final double LEAST_EXPECTED = 5;

  /** Of counts. */
  public static Cells ofCounts(long[] reference, long[] window) {
    long referenceSize = Arrays.stream(reference).sum();
    long windowSize = Arrays.stream(window).sum();
    return new Cells(
        shares(reference, referenceSize), shares(window, windowSize), referenceSize, windowSize, 0);
  }

  public int size() {
    return reference.length;
  }

  /** How large chance differences are: the sum of the inverse sample sizes, and the noise. */
  double chance() {
    return 1.0 / referenceSize + 1.0 / windowSize + noise;
  }

  /**
   * With the cells joined to one in which the smaller sample expects less than five values, by the
   * reference's share. That the window has no say keeps the law of the statistics. Where all of
   * them together expect less than five and there is another, they join its smallest cell.
   */
  Cells pooled() {
    double least = LEAST_EXPECTED / Math.min(referenceSize, windowSize);
    double[] shares = new double[size() + 1];
    double[] seen = new double[size() + 1];
    int kept = 0;
    double rareShare = 0;
    double rareSeen = 0;
    for (int cell = 0; cell < size(); cell++) {
      if (reference[cell] >= least) {
        shares[kept] = reference[cell];
        seen[kept++] = window[cell];
      } else {
        rareShare += reference[cell];
        rareSeen += window[cell];
      }
    }
    boolean isCell = rareShare >= least || kept < 2;
    int target = isCell ? kept : smallest(shares, kept);
    shares[target] += rareShare;
    seen[target] += rareSeen;
    int cells = isCell && rareShare + rareSeen > 0 ? kept + 1 : kept;
    return new Cells(
        Arrays.copyOf(shares, cells), Arrays.copyOf(seen, cells), referenceSize, windowSize, noise);
  }

  /** The share of the reference in a cell, smoothed, so that it is positive. */
  double smoothReference(int cell) {
    return smooth(reference[cell], referenceSize);
  }

  /** The share of the window in a cell, smoothed, so that it is positive. */
  double smoothWindow(int cell) {
    return smooth(window[cell], windowSize);
  }

  private double smooth(double share, long size) {
    return (share * size + SMOOTHING) / (size + SMOOTHING * size());
  }

  private static int smallest(double[] shares, int count) {
    int smallest = 0;
    for (int cell = 1; cell < count; cell++) {
      smallest = shares[cell] < shares[smallest] ? cell : smallest;
    }
    return smallest;
  }

  private static double[] shares(long[] counts, long total) {
    double[] shares = new double[counts.length];
    for (int cell = 0; cell < counts.length; cell++) {
      shares[cell] = total == 0 ? 0 : (double) counts[cell] / total;
    }
    return shares;
  }
}
