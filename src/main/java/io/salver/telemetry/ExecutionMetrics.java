package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.salver.model.ModelId;
import io.salver.serving.Execution;
import io.salver.serving.ExecutionObserver;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts runs of models: {@code serving_executions_total}, the batch items in them, {@code
 * serving_inferences_total}, and their distribution, {@code serving_batch_size}. Thread-safe.
 */
public final class ExecutionMetrics implements ExecutionObserver {

  private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

  private final MeterRegistry registry;
  private final ConcurrentMap<ModelId, Meters> meters = new ConcurrentHashMap<>();

  /** Metrics in {@code registry}. */
  public ExecutionMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void executed(Execution execution) {
    Meters model = meters.computeIfAbsent(execution.model(), this::register);
    model.executions.increment();
    model.inferences.increment((double) execution.rows());
    model.batchSize.record((double) execution.rows());
  }

  private Meters register(ModelId id) {
    Tags tags = Tags.of("model", id.name(), "version", String.valueOf(id.version()));
    return new Meters(
        Counter.builder("serving.executions")
            .description("Runs of a model")
            .tags(tags)
            .register(registry),
        Counter.builder("serving.inferences")
            .description("Batch items in the runs of a model")
            .tags(tags)
            .register(registry),
        DistributionSummary.builder("serving.batch.size")
            .description("Batch items in a run")
            .tags(tags)
            .serviceLevelObjectives(BATCH_SIZES)
            .register(registry));
  }

  private record Meters(Counter executions, Counter inferences, DistributionSummary batchSize) {}
}
