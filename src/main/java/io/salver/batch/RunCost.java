package io.salver.batch;

/**
 * What a run costs by its rows, learnt from runs: a line {@code nanos = fixed + perRow · rows},
 * fitted by least squares in which the past counts less and less. Joining saves the fixed part of
 * every request but one, so it pays where that part is large: models that are bound by memory or by
 * the call, rather than by arithmetic.
 *
 * <p>While all runs have the same rows nothing can be told, and joining is worth a try. When
 * joining has stopped because it did not pay, the rows become alike again as the past fades, so
 * that it is tried anew now and then.
 *
 * <p>Not thread-safe: guarded by the line's lock.
 */
final class RunCost {

  /** Share of its weight that a run keeps when the next one comes. */
  private static final double MEMORY = 0.99;

  /** Least share of the time that joining must save. */
  private static final double WORTHWHILE = 0.05;

  /** Variance of the rows, relative to their squared mean, below which they are all alike. */
  private static final double ALIKE = 0.01;

  private double weight;
  private double sumRows;
  private double sumNanos;
  private double sumRowsRows;
  private double sumRowsNanos;

  /** Takes a run into account. */
  void learn(long rows, long nanos) {
    weight = weight * MEMORY + 1;
    sumRows = sumRows * MEMORY + rows;
    sumNanos = sumNanos * MEMORY + nanos;
    sumRowsRows = sumRowsRows * MEMORY + (double) rows * rows;
    sumRowsNanos = sumRowsNanos * MEMORY + (double) rows * nanos;
  }

  /** Whether joining saves time. */
  enum Verdict {
    PAYS,
    DOES_NOT_PAY,
    /** It is worth a try, but no wait. */
    UNKNOWN
  }

  /** Whether joining {@code requests} of {@code rows} rows in all saves time. */
  Verdict joining(int requests, long rows) {
    double spread = weight * sumRowsRows - sumRows * sumRows;
    if (spread <= ALIKE * sumRows * sumRows) {
      return Verdict.UNKNOWN;
    }
    double perRow = (weight * sumRowsNanos - sumRows * sumNanos) / spread;
    double fixed = (sumNanos - perRow * sumRows) / weight;
    double apart = requests * fixed + perRow * rows;
    return fixed * (requests - 1) > WORTHWHILE * apart ? Verdict.PAYS : Verdict.DOES_NOT_PAY;
  }
}
