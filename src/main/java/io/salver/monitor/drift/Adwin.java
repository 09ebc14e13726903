package io.salver.monitor.drift;

/**
 * ADWIN2 (Bifet and Gavaldà, 2007, "Learning from Time-Changing Data with Adaptive Windowing"): a
 * window of the latest errors that is cut where the means of its two parts differ by more than
 * chance allows.
 *
 * <p>The window W is kept as an exponential histogram: at most M buckets of each size 1, 2, 4, …,
 * so a stream of n errors takes {@code M·log₂(n / M)} of them. Every 32 errors each border between
 * buckets is tried: with parts of n₀ and n₁ errors, {@code 1/m = 1/n₀ + 1/n₁} and {@code δ′ = δ /
 * ln |W|}, the older part goes while
 *
 * <pre>
 *   |mean₀ − mean₁| > √(2/m · σ²(W) · ln(2/δ′)) + 2/(3m) · ln(2/δ′)
 * </pre>
 *
 * {@code confidence} is δ: about the share of tries at which a stream without a change is cut; in
 * fact far fewer are.
 */
public final class Adwin implements ChangeDetector {

  /** The value of the authors' experiments. */
  public static final double CONFIDENCE = 0.002;

  /** M. */
  private static final int BUCKETS = 5;

  /** Sizes up to 2⁴⁰ errors. */
  private static final int ROWS = 41;

  private static final int TRY_EVERY = 32;
  private static final int LEAST = 5;

  private final double confidence;

  /**
   * By size and age, the oldest first: the sum of a bucket's errors and of squares about its mean.
   */
  private final double[][] sums = new double[ROWS][BUCKETS + 1];

  private final double[][] squares = new double[ROWS][BUCKETS + 1];
  private final int[] filled = new int[ROWS];
  private long count;
  private double sum;
  private long since;

  public Adwin() {
    this(CONFIDENCE);
  }

  /** A detector with that δ. */
  public Adwin(double confidence) {
    this.confidence = confidence;
  }

  @Override
  public Change add(double error) {
    push(0, error, 0);
    count++;
    sum += error;
    compress();
    return ++since % TRY_EVERY == 0 ? cut() : Change.NONE;
  }

  @Override
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  @Override
  public long count() {
    return count;
  }

  private void push(int row, double bucketSum, double bucketSquares) {
    sums[row][filled[row]] = bucketSum;
    squares[row][filled[row]++] = bucketSquares;
  }

  /** Joins the two oldest buckets of a size of which there are too many. */
  private void compress() {
    for (int row = 0; filled[row] > BUCKETS && row < ROWS - 1; row++) {
      double size = size(row);
      double apart = (sums[row][0] - sums[row][1]) / size;
      push(
          row + 1,
          sums[row][0] + sums[row][1],
          squares[row][0] + squares[row][1] + apart * apart * size / 2);
      removeOldest(row, 2);
    }
  }

  private void removeOldest(int row, int buckets) {
    filled[row] -= buckets;
    System.arraycopy(sums[row], buckets, sums[row], 0, filled[row]);
    System.arraycopy(squares[row], buckets, squares[row], 0, filled[row]);
  }

  private Change cut() {
    Change change = Change.NONE;
    Change found = border();
    while (found != Change.NONE) {
      change = found;
      forgetOldest();
      found = border();
    }
    return change;
  }

  /** Which way the mean changes at the first border where it changes, from the oldest on. */
  private Change border() {
    double variance = variance();
    double log = Math.log(2 * Math.log(Math.max(3.0, (double) count)) / confidence);
    long before = 0;
    double sumBefore = 0;
    for (int row = ROWS - 1; row >= 0; row--) {
      for (int bucket = 0; bucket < filled[row]; bucket++) {
        before += size(row);
        sumBefore += sums[row][bucket];
        long after = count - before;
        if (before >= LEAST && after >= LEAST) {
          double apart = (sum - sumBefore) / after - sumBefore / before;
          double inverse = 1.0 / before + 1.0 / after;
          if (Math.abs(apart) > Math.sqrt(2 * inverse * variance * log) + 2 * inverse * log / 3) {
            return apart > 0 ? Change.ROSE : Change.FELL;
          }
        }
      }
    }
    return Change.NONE;
  }

  private double variance() {
    double mean = mean();
    double total = 0;
    for (int row = 0; row < ROWS; row++) {
      double size = size(row);
      for (int bucket = 0; bucket < filled[row]; bucket++) {
        double apart = sums[row][bucket] / size - mean;
        total += squares[row][bucket] + size * apart * apart;
      }
    }
    return total / count;
  }

  private void forgetOldest() {
    int row = ROWS - 1;
    while (filled[row] == 0) {
      row--;
    }
    count -= size(row);
    sum -= sums[row][0];
    removeOldest(row, 1);
  }

  private static long size(int row) {
    return 1L << row;
  }
}
