package io.salver.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Settings of metrics, traces and logs, below {@code salver.telemetry.}; each also an environment
 * variable, such as SALVER_TELEMETRY_TRACES.
 */
@ConfigMapping(prefix = "salver.telemetry")
public interface TelemetryConfig {

  /**
   * Whether latencies have native buckets of Prometheus beside their classic ones; a scraper sees
   * them where it asks for messages of protobuf.
   */
  @WithDefault("false")
  boolean nativeHistograms();

  /**
   * Whether requests become spans. Where they go and which are taken, OpenTelemetry's own variables
   * say: {@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code OTEL_TRACES_SAMPLER} and the others.
   */
  @WithDefault("false")
  boolean traces();

  /** Whether the log is written as JSON, one object a line. */
  @WithDefault("false")
  boolean jsonLogs();

  /** Whether lines about failed requests have explanations, which quote what clients sent. */
  @WithDefault("false")
  boolean logPayloads();
}
