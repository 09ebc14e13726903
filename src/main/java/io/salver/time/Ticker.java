package io.salver.time;

/**
 * A monotonic clock in nanoseconds with an arbitrary origin. Thread-safe; tests advance their own.
 */
@FunctionalInterface
public interface Ticker {

  /** The JVM's monotonic clock. */
  Ticker SYSTEM = System::nanoTime;

  /** Nanoseconds since an arbitrary origin; only differences mean anything. */
  long nanos();
}
