package io.salver.telemetry.prometheus;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes every metric in the format that a scraper asks for: Prometheus' text, OpenMetrics, which
 * has exemplars, or Prometheus' messages of protobuf, which have native histograms too.
 * Thread-safe.
 */
public final class Exposition {

  private static final int USUAL_BYTES = 1 << 18;

  private final ExpositionFormats formats = ExpositionFormats.init();
  private final PrometheusMeterRegistry registry;

  /** Tells what {@code registry} has. */
  public Exposition(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /** The metrics in one format. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Page(String contentType, byte[] body) {}

  /**
   * Writes them now.
   *
   * @param accept the field {@code Accept} of the request; null where it has none: text
   */
  public Page write(@Nullable String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream(USUAL_BYTES);
    try {
      writer.write(body, registry.getPrometheusRegistry().scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Page(writer.getContentType(), body.toByteArray());
  }
}
