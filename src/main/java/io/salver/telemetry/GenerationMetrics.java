package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.salver.model.ModelId;
import io.salver.task.generation.GenerationObserver;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts the tokens that models read and write, {@code serving_prompt_tokens_total} and {@code
 * serving_generated_tokens_total}, and times how long a reader waits for the first of them, {@code
 * serving_time_to_first_token_seconds}, and for each of the others, {@code
 * serving_time_per_output_token_seconds}. Thread-safe.
 */
public final class GenerationMetrics implements GenerationObserver {

  private final MeterRegistry registry;
  private final ConcurrentMap<ModelId, Meters> meters = new ConcurrentHashMap<>();

  /** Metrics in {@code registry}. */
  public GenerationMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  private record Meters(Counter prompt, Counter generated, Timer first, Timer each) {}

  @Override
  public void read(ModelId model, int tokens) {
    of(model).prompt().increment(tokens);
  }

  @Override
  public void wrote(ModelId model, int tokens) {
    of(model).generated().increment(tokens);
  }

  @Override
  public void began(ModelId model, long nanos) {
    of(model).first().record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void stepped(ModelId model, long nanos) {
    of(model).each().record(nanos, TimeUnit.NANOSECONDS);
  }

  private Meters of(ModelId model) {
    return meters.computeIfAbsent(model, this::register);
  }

  private Meters register(ModelId id) {
    Tags tags = Tags.of("model", id.name(), "version", String.valueOf(id.version()));
    return new Meters(
        counter("serving.prompt.tokens", "Tokens of prompts that a model read", tags),
        counter("serving.generated.tokens", "Tokens that a model wrote", tags),
        timer(
            "serving.time.to.first.token",
            "Time from the arrival of a request to its first token",
            tags),
        timer(
            "serving.time.per.output.token",
            "Time from one token of a text to the next, without that of a slow reader",
            tags));
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Timer timer(String name, String description, Tags tags) {
    return Buckets.timer(name, tags).description(description).register(registry);
  }
}
