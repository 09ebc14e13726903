package io.salver.telemetry;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * The buckets of every latency histogram: 20, growing by 1.8 from 50 µs to 3.5 s, equal on all
 * replicas so that they add up.
 */
final class Buckets {

  private static final int COUNT = 20;
  private static final double FIRST_NANOS = 50_000;
  private static final double GROWTH = 1.8;

  private static final Duration[] BOUNDS = bounds();

  private Buckets() {}

  /** A timer with these buckets; {@code name} in dots, without its unit. */
  static Timer.Builder timer(String name, Tags tags) {
    return Timer.builder(name).tags(tags).serviceLevelObjectives(BOUNDS);
  }

  private static Duration[] bounds() {
    Duration[] bounds = new Duration[COUNT];
    for (int i = 0; i < COUNT; i++) {
      bounds[i] = Duration.ofNanos(Math.round(FIRST_NANOS * Math.pow(GROWTH, i)));
    }
    return bounds;
  }
}
