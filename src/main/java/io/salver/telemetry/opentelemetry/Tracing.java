package io.salver.telemetry.opentelemetry;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.salver.serving.RequestObserver;
import io.salver.telemetry.RequestNames;
import java.time.InstantSource;
import java.util.Map;

/**
 * OpenTelemetry's SDK as its specification has it configured: by the environment variables {@code
 * OTEL_…} or the system properties {@code otel.…}. Spans go to a collector by OTLP over HTTP unless
 * they say otherwise. Thread-safe; closing it sends what is left.
 */
public final class Tracing implements AutoCloseable {

  private static final String SCOPE = "io.salver";

  /** What holds where the environment says nothing. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "salver",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");

  private final OpenTelemetrySdk sdk;

  Tracing(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  /** Starts it. */
  public static Tracing start() {
    return new Tracing(
        AutoConfiguredOpenTelemetrySdk.builder()
            .setServiceClassLoader(Tracing.class.getClassLoader())
            .addPropertiesSupplier(() -> DEFAULTS)
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk());
  }

  /** An observer that makes spans of requests and has {@code next} observe within their traces. */
  public RequestObserver around(RequestNames names, InstantSource clock, RequestObserver next) {
    return new RequestSpans(sdk.getTracer(SCOPE), names, clock, next);
  }

  @Override
  public void close() {
    sdk.close();
  }
}
