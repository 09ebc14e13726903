package io.salver.telemetry.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.salver.telemetry.TraceInScope;
import io.salver.telemetry.TraceInScope.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ScrapedRegistryTest {

  private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0";
  private static final String PROTOBUF =
      "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
  private static final Ids IDS = new Ids("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");

  @Test
  void a_latency_has_its_classic_buckets_and_no_greatest_value() {
    ScrapedRegistry registry = new ScrapedRegistry(false);
    timer(registry, "a").record(7, TimeUnit.MILLISECONDS);
    timer(registry, "b").record(2, TimeUnit.SECONDS);
    timer(registry, "b").record(20, TimeUnit.SECONDS);

    assertThat(text(registry, "text/plain"))
        .contains("# TYPE wait_seconds histogram")
        .contains("wait_seconds_bucket{model=\"a\",le=\"0.005\"} 0")
        .contains("wait_seconds_bucket{model=\"a\",le=\"0.01\"} 1")
        .contains("wait_seconds_bucket{model=\"b\",le=\"+Inf\"} 2")
        .contains("wait_seconds_count{model=\"b\"} 2")
        .contains("wait_seconds_sum{model=\"b\"} 22.0")
        .doesNotContain("_max");
    assertThat(timer(registry, "b").count()).isEqualTo(2);
    assertThat(timer(registry, "b").totalTime(TimeUnit.SECONDS)).isCloseTo(22, within(1e-9));
  }

  @Test
  void an_exemplar_names_the_trace_to_those_who_ask_for_open_metrics() {
    ScrapedRegistry registry = new ScrapedRegistry(false);
    TraceInScope.during(IDS, () -> timer(registry, "a").record(7, TimeUnit.MILLISECONDS));
    timer(registry, "b").record(7, TimeUnit.MILLISECONDS);

    List<String> lines = text(registry, OPEN_METRICS).lines().toList();
    assertThat(lines)
        .filteredOn(line -> line.contains("trace_id"))
        .singleElement()
        .asString()
        .startsWith(
            "wait_seconds_bucket{model=\"a\",le=\"0.01\"} 1 # {span_id=\"b7ad6b7169203331\"")
        .contains("trace_id=\"0af7651916cd43dd8448eb211c80319c\"} 0.007");
    assertThat(text(registry, "text/plain")).doesNotContain("trace_id");
    assertThat(TraceInScope.current()).isNull();
  }

  @Test
  void native_buckets_are_there_where_they_are_asked_for() {
    assertThat(histogram(new ScrapedRegistry(false)).hasNativeHistogramData()).isFalse();
    ScrapedRegistry registry = new ScrapedRegistry(true);
    HistogramSnapshot.HistogramDataPointSnapshot data = histogram(registry);
    assertThat(data.hasNativeHistogramData()).isTrue();
    assertThat(data.getNativeSchema()).isEqualTo(3);
    assertThat(data.hasClassicHistogramData()).isTrue();
    Exposition.Page page = new Exposition(registry).write(PROTOBUF);
    assertThat(page.contentType()).startsWith("application/vnd.google.protobuf");
    assertThat(new String(page.body(), StandardCharsets.ISO_8859_1)).contains("wait_seconds");
  }

  @Test
  void other_timers_stay_as_they_are() {
    ScrapedRegistry registry = new ScrapedRegistry(false);
    registry.timer("plain").record(1, TimeUnit.SECONDS);
    assertThat(text(registry, "text/plain")).contains("plain_seconds_max").contains("summary");
  }

  private static Timer timer(ScrapedRegistry registry, String model) {
    return Timer.builder("wait")
        .description("Time in a line")
        .tag("model", model)
        .serviceLevelObjectives(Duration.ofMillis(5), Duration.ofMillis(10))
        .register(registry);
  }

  private static HistogramSnapshot.HistogramDataPointSnapshot histogram(ScrapedRegistry registry) {
    timer(registry, "a").record(7, TimeUnit.MILLISECONDS);
    MetricSnapshot snapshot = registry.getPrometheusRegistry().scrape().iterator().next();
    return ((HistogramSnapshot) snapshot).getDataPoints().getFirst();
  }

  private static String text(ScrapedRegistry registry, String accept) {
    return new String(new Exposition(registry).write(accept).body(), StandardCharsets.UTF_8);
  }
}
