package io.salver.telemetry.prometheus;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.initializer.SpanContextSupplier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What Prometheus scrapes. A timer with buckets is a histogram of Prometheus' own client: it has
 * exemplars, and beside its classic buckets native ones where those are asked for. Everything else
 * is as Micrometer has it. Thread-safe.
 */
public final class ScrapedRegistry extends PrometheusMeterRegistry {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Neighbouring bounds differ by 2^(2^-3), 9 %. */
  private static final int NATIVE_SCHEMA = 3;

  /** Most native buckets of a series; where there would be more, neighbours are joined. */
  private static final int NATIVE_BUCKETS = 160;

  private final ConcurrentMap<String, Histogram> histograms = new ConcurrentHashMap<>();
  private final boolean nativeHistograms;

  /**
   * An empty registry.
   *
   * @param nativeHistograms whether latencies have native buckets too
   */
  public ScrapedRegistry(boolean nativeHistograms) {
    super(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
    this.nativeHistograms = nativeHistograms;
    SpanContextSupplier.setSpanContext(new ScopedSpan());
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig buckets, PauseDetector pauseDetector) {
    double[] nanos = buckets.getServiceLevelObjectiveBoundaries();
    if (nanos == null) {
      return super.newTimer(id, buckets, pauseDetector);
    }
    List<Tag> tags = getConventionTags(id);
    Histogram histogram =
        histograms.computeIfAbsent(getConventionName(id), name -> register(name, id, tags, nanos));
    String[] labels = tags.stream().map(Tag::getValue).toArray(String[]::new);
    return new HistogramTimer(id, clock, histogram.labelValues(labels));
  }

  private Histogram register(String name, Meter.Id id, List<Tag> tags, double[] nanos) {
    Histogram.Builder histogram =
        Histogram.builder()
            .name(name)
            .help(id.getDescription() == null ? " " : id.getDescription())
            .labelNames(tags.stream().map(Tag::getKey).toArray(String[]::new))
            .classicUpperBounds(Arrays.stream(nanos).map(each -> each / NANOS_PER_SECOND).toArray())
            .withExemplars();
    if (nativeHistograms) {
      histogram.nativeInitialSchema(NATIVE_SCHEMA).nativeMaxNumberOfBuckets(NATIVE_BUCKETS);
    } else {
      histogram.classicOnly();
    }
    return histogram.register(getPrometheusRegistry());
  }
}
