package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.recommend.RecommendationService;
import io.salver.serving.InferenceService;
import io.salver.serving.RequestObserver;
import io.salver.telemetry.CallersTraces;
import io.salver.telemetry.RequestLog;
import io.salver.telemetry.RequestMetrics;
import io.salver.telemetry.RequestNames;
import io.salver.telemetry.opentelemetry.Tracing;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;

/** Constructs what watches requests. */
@Singleton
final class RequestComponents {

  /** OpenTelemetry, where traces are asked for. */
  record Traces(Optional<Tracing> tracing) {}

  @Produces
  @Singleton
  Traces traces(TelemetryConfig config) {
    return new Traces(config.traces() ? Optional.of(Tracing.start()) : Optional.empty());
  }

  void close(@Disposes Traces traces) {
    traces.tracing().ifPresent(Tracing::close);
  }

  @Produces
  @Singleton
  RequestNames names(InferenceService inference, RecommendationService recommendation) {
    Predicate<String> isModel =
        name -> inference.versions().stream().anyMatch(version -> version.model().equals(name));
    Predicate<String> isRecommender =
        name -> recommendation.recommenders().stream().anyMatch(known -> known.name().equals(name));
    return new RequestNames(isModel.or(isRecommender));
  }

  @Produces
  @Singleton
  RequestObserver observer(
      TelemetryConfig config, MeterRegistry registry, RequestNames names, Traces traces) {
    RequestObserver watched =
        new RequestLog(names, config.logPayloads(), new RequestMetrics(registry, names));
    return traces
        .tracing()
        .map(tracing -> tracing.around(names, Clock.systemUTC(), watched))
        .orElseGet(() -> new CallersTraces(watched));
  }
}
