package io.salver.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a request keeps an instance busy, lately: an exponential average. Thread-safe; of two
 * that are learnt at once, one may be lost.
 */
public final class ServiceTime {

  private static final double SMOOTHING = 0.95;

  /** The average as the bits of a double; 0 while unknown. */
  private final AtomicLong nanos = new AtomicLong();

  /** One request kept an instance busy for so long. */
  public void learn(long took) {
    double mean = meanNanos();
    double next = mean == 0 ? took : SMOOTHING * mean + (1 - SMOOTHING) * took;
    nanos.set(Double.doubleToRawLongBits(next));
  }

  /** The average in nanoseconds; 0 while unknown. */
  public double meanNanos() {
    return Double.longBitsToDouble(nanos.get());
  }
}
