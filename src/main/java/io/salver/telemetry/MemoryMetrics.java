package io.salver.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.salver.tensor.DirectMemoryPool;
import java.util.function.Supplier;

/**
 * Shows the memory of the requests under way: {@code serving_request_memory_bytes}, of kind {@code
 * leased} (held now), {@code retained} (free, kept for reuse) and {@code limit} (most that may be
 * leased).
 */
public final class MemoryMetrics {

  private MemoryMetrics() {}

  /** Shows {@code pool} in {@code registry}. */
  public static void show(MeterRegistry registry, DirectMemoryPool pool) {
    gauge(registry, "leased", pool::leasedBytes);
    gauge(registry, "retained", pool::retainedBytes);
    gauge(registry, "limit", pool::limitBytes);
  }

  private static void gauge(MeterRegistry registry, String kind, Supplier<Number> bytes) {
    Gauge.builder("serving.request.memory", bytes)
        .description("Memory of the requests under way")
        .baseUnit("bytes")
        .tags("kind", kind)
        .register(registry);
  }
}
