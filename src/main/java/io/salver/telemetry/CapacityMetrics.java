package io.salver.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.salver.model.ModelId;
import io.salver.serving.QueueStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Shows how full the service is: {@code serving_pending_requests}, {@code
 * serving_inflight_requests}, {@code serving_queue_limit}, {@code serving_concurrency_limit},
 * {@code serving_instances} per version, and {@code serving_native_handles}. Thread-safe.
 */
public final class CapacityMetrics {

  private final MeterRegistry registry;
  private final Function<ModelId, List<QueueStatus>> queueOf;
  private final MultiGauge pending;
  private final MultiGauge running;
  private final MultiGauge limit;
  private final MultiGauge concurrency;
  private final MultiGauge instances;

  /** Gauges over {@code queues}, which is read when the metrics are. */
  public CapacityMetrics(MeterRegistry registry, Supplier<List<QueueStatus>> queues) {
    this.registry = registry;
    this.queueOf = id -> queues.get().stream().filter(queue -> queue.model().equals(id)).toList();
    this.pending = gauge("serving.pending.requests", "Requests that wait for their model");
    this.running = gauge("serving.inflight.requests", "Requests that their model runs");
    this.limit = gauge("serving.queue.limit", "Most requests that may wait");
    this.concurrency =
        gauge("serving.concurrency.limit", "Most requests that are let in now, waiting or running");
    this.instances = gauge("serving.instances", "Runs that a version could start or has under way");
  }

  /** Shows exactly these versions from now on; called after each load or unload. */
  public void show(List<ModelId> versions) {
    pending.register(rows(versions, QueueStatus::pending), false);
    running.register(rows(versions, QueueStatus::running), false);
    limit.register(rows(versions, QueueStatus::limit), false);
    concurrency.register(rows(versions, QueueStatus::concurrencyLimit), false);
    List<Row<?>> states = new ArrayList<>();
    for (ModelId id : versions) {
      states.add(row(id, Tags.of("state", "busy"), QueueStatus::busy));
      states.add(row(id, Tags.of("state", "idle"), queue -> queue.instances() - queue.busy()));
    }
    instances.register(states, false);
  }

  /** Shows how many native handles of one type are open. */
  public void handles(String type, Supplier<Number> open) {
    Gauge.builder("serving.native.handles", open)
        .description("Native objects that are open; a leak shows here first")
        .tags("type", type)
        .register(registry);
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private List<Row<?>> rows(List<ModelId> versions, ToDoubleFunction<QueueStatus> value) {
    List<Row<?>> rows = new ArrayList<>();
    versions.forEach(id -> rows.add(row(id, Tags.empty(), value)));
    return rows;
  }

  private Row<?> row(ModelId id, Tags more, ToDoubleFunction<QueueStatus> value) {
    Tags tags = Tags.of("model", id.name(), "version", String.valueOf(id.version())).and(more);
    return Row.of(tags, () -> queueOf.apply(id).stream().mapToDouble(value).sum());
  }
}
