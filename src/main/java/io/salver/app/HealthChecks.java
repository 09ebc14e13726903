package io.salver.app;

import io.salver.recommend.pipeline.Recommenders;
import io.salver.serving.InferenceService;
import io.salver.serving.InferenceService.VersionStatus;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * What the management port says of the service's health: started, and ready with the reason where
 * it is not.
 */
@Singleton
final class HealthChecks {

  @Produces
  @Singleton
  @Startup
  HealthCheck loaded(StartAndStop service) {
    return () -> HealthCheckResponse.named("loaded").status(service.hasStarted()).build();
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck models(InferenceService inference) {
    return () -> {
      HealthCheckResponseBuilder response =
          HealthCheckResponse.named("models").status(inference.isReady());
      for (VersionStatus version : inference.versions()) {
        String state =
            version
                .reason()
                .map(reason -> version.state() + ": " + reason)
                .orElse(version.state().name());
        response.withData(version.model() + "@" + version.version(), state);
      }
      return response.build();
    };
  }

  @Produces
  @Singleton
  @Readiness
  HealthCheck recommenders(Recommenders recommenders) {
    return () -> HealthCheckResponse.named("recommenders").status(recommenders.isReady()).build();
  }
}
