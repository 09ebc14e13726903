package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.salver.telemetry.ProcessMetrics;
import io.salver.telemetry.prometheus.Exposition;
import io.salver.telemetry.prometheus.ScrapedRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** Constructs what tells of the service. */
@Singleton
final class TelemetryComponents {

  private static final Path STATUS = Path.of("/proc/self/status");

  @Produces
  @Singleton
  PrometheusMeterRegistry scraped(TelemetryConfig config) {
    return new ScrapedRegistry(config.nativeHistograms());
  }

  @Produces
  @Singleton
  Exposition exposition(PrometheusMeterRegistry registry) {
    return new Exposition(registry);
  }

  void start(@Observes StartupEvent event, MeterRegistry registry) {
    ProcessMetrics.show(registry, STATUS);
  }
}
