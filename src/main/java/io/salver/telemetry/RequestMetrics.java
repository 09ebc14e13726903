package io.salver.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.salver.fault.Overloaded;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts and times requests: {@code serving_requests_total}, {@code serving_shed_total}, {@code
 * serving_request_seconds} and its phases {@code serving_preprocess_seconds}, {@code
 * serving_queue_seconds}, {@code serving_compute_seconds} and {@code serving_postprocess_seconds}.
 * Thread-safe.
 *
 * <p>The labels are bounded, see {@link RequestNames}. Phases are recorded for successes only, so
 * that each phase has as many observations as requests were answered.
 */
public final class RequestMetrics implements RequestObserver {

  private final MeterRegistry registry;
  private final RequestNames names;
  private final ConcurrentMap<CounterKey, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<Overloaded.Reason, Counter> shed = new ConcurrentHashMap<>();
  private final ConcurrentMap<TimerKey, Timers> timers = new ConcurrentHashMap<>();

  /**
   * Metrics in {@code registry}.
   *
   * @param names which names of models may be told
   */
  public RequestMetrics(MeterRegistry registry, RequestNames names) {
    this.registry = registry;
    this.names = names;
    for (Overloaded.Reason reason : Overloaded.Reason.values()) {
      shed.computeIfAbsent(reason, this::shed); // visible at 0
    }
  }

  @Override
  public void answered(RequestRecord record) {
    Reason reason = Reason.of(record.fault());
    boolean served = reason == Reason.OK;
    String model = names.model(record);
    String version = names.version(record);
    CounterKey counter =
        new CounterKey(model, version, record.protocol(), record.method(), record.code(), reason);
    counters.computeIfAbsent(counter, this::counter).increment();
    if (record.fault().orElse(null) instanceof Overloaded overloaded) {
      shed.computeIfAbsent(overloaded.reason(), this::shed).increment();
    }
    TimerKey timer = new TimerKey(model, version, record.protocol(), record.method());
    timers.computeIfAbsent(timer, this::timers).record(record, served);
  }

  private Counter counter(CounterKey key) {
    return Counter.builder("serving.requests")
        .description("Answered requests")
        .tags(Tags.of("model", key.model, "version", key.version, "protocol", key.protocol))
        .tags(Tags.of("method", key.method, "code", key.code, "reason", key.reason.label()))
        .register(registry);
  }

  private Counter shed(Overloaded.Reason reason) {
    return Counter.builder("serving.shed")
        .description("Requests that were refused to stay upright")
        .tags("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Timers timers(TimerKey key) {
    Tags version = Tags.of("model", key.model, "version", key.version);
    Tags request = version.and("protocol", key.protocol, "method", key.method);
    return new Timers(
        timer("serving.request", "Time from the first byte of a request to its answer", request),
        timer("serving.preprocess", "Time to decode a request", version),
        timer("serving.queue", "Time a request waited for its model", version),
        timer("serving.compute", "Time of the model's run", version),
        timer("serving.postprocess", "Time to encode an answer", version));
  }

  private Timer timer(String name, String description, Tags tags) {
    return Buckets.timer(name, tags).description(description).register(registry);
  }

  private record CounterKey(
      String model, String version, String protocol, String method, String code, Reason reason) {}

  private record TimerKey(String model, String version, String protocol, String method) {}

  private record Timers(
      Timer request, Timer preprocess, Timer queue, Timer compute, Timer postprocess) {

    void record(RequestRecord record, boolean success) {
      request.record(record.totalNanos(), TimeUnit.NANOSECONDS);
      if (success) {
        preprocess.record(record.preprocessNanos(), TimeUnit.NANOSECONDS);
        queue.record(record.queueNanos(), TimeUnit.NANOSECONDS);
        compute.record(record.computeNanos(), TimeUnit.NANOSECONDS);
        postprocess.record(record.postprocessNanos(), TimeUnit.NANOSECONDS);
      }
    }
  }
}
