package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.recommend.RecommendationService;
import io.salver.serving.InferenceService;
import io.salver.serving.RequestObserver;
import io.salver.telemetry.RequestMetrics;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.Predicate;

/** Constructs what watches requests. */
@Singleton
final class RequestComponents {

  @Produces
  @Singleton
  RequestObserver observer(
      MeterRegistry registry, InferenceService inference, RecommendationService recommendation) {
    Predicate<String> isModel =
        name -> inference.versions().stream().anyMatch(version -> version.model().equals(name));
    Predicate<String> isRecommender =
        name -> recommendation.recommenders().stream().anyMatch(known -> known.name().equals(name));
    return new RequestMetrics(registry, isModel.or(isRecommender));
  }
}
