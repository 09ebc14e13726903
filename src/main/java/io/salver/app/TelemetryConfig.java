package io.salver.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Settings of metrics, traces and logs, below {@code salver.telemetry.}; each also an environment
 * variable, such as SALVER_TELEMETRY_NATIVE_HISTOGRAMS.
 */
@ConfigMapping(prefix = "salver.telemetry")
public interface TelemetryConfig {

  /**
   * Whether latencies have native buckets of Prometheus beside their classic ones; a scraper sees
   * them where it asks for messages of protobuf.
   */
  @WithDefault("false")
  boolean nativeHistograms();
}
