package io.salver.batch;

/**
 * The mean time between two arrivals, lately: an exponential average, in which a long pause counts
 * no more than a few of the waits that it is held against. Not thread-safe: guarded by the line's
 * lock.
 */
final class ArrivalGap {

  private static final double SMOOTHING = 0.9;
  private static final int LONG = 10;

  private double mean = Double.MAX_VALUE;
  private long last;
  private boolean begun;

  /**
   * Work arrived; a pause of more than {@value #LONG} times {@code delay} counts as one of that.
   */
  void arrived(long nanos, long delay) {
    if (begun) {
      double gap = Math.min((double) (nanos - last), (double) LONG * delay);
      mean = mean == Double.MAX_VALUE ? gap : SMOOTHING * mean + (1 - SMOOTHING) * gap;
    }
    begun = true;
    last = nanos;
  }

  /** Whether the next arrival is to be expected within {@code delay} nanoseconds. */
  boolean isWithin(long delay) {
    return mean <= delay;
  }
}
