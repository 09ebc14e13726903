package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.telemetry.Boards.Asked;
import io.salver.telemetry.Boards.Question;
import io.salver.testkit.Eventually;
import io.salver.testkit.PrometheusServer;
import io.salver.testkit.SalverProcess;
import io.salver.testkit.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real Prometheus scrapes two services, one with the shipped models and one in which something
 * goes wrong: what the dashboards and alerts ask has answers, and alerts come and go.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PrometheusIT {

  private static final Path ECHO = Path.of("src/test/models/protocol/echo-fp32/1/model.onnx");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  static final List<Question> PANELS = load(Boards::panels);
  static final List<Question> ALERTS = load(Boards::alerts);

  private final Path folder;

  private final Map<String, AutoCloseable> open = new HashMap<>();
  private SalverProcess shipped;
  private SalverProcess troubled;
  private PrometheusServer prometheus;

  PrometheusIT() throws IOException {
    folder = Files.createTempDirectory("salver-prometheus-");
  }

  @BeforeAll
  void start() throws IOException {
    Assumptions.assumeTrue(PrometheusServer.isInstalled(), "no prometheus: apt install prometheus");
    troubled = keep("troubled", SalverProcess.start(trouble()));
    shipped =
        keep(
            "shipped",
            SalverProcess.start(
                Map.of(
                    "salver.recommenders.recall-sample", "1",
                    "salver.rollouts.judge", "1s",
                    "salver.prediction-log.enabled", "true",
                    "salver.prediction-log.directory", folder.resolve("log").toString())));
    Path server = Files.createDirectories(folder.resolve("prometheus"));
    prometheus =
        keep(
            "prometheus",
            PrometheusServer.start(
                server,
                Map.of("shipped-0", shipped, "troubled-0", troubled),
                Boards.hastyRules(),
                "exemplar-storage"));
    try (Traffic traffic = new Traffic(shipped);
        Traffic echoes = new Traffic(troubled)) {
      for (int round = 0; round < 2; round++) {
        traffic.all();
        echoes.post("/v2/models/echo/infer", echo(), 200);
        echoes.post("/v1/tabular/predict", children(300), 200);
        prometheus.awaitScrapes(6);
      }
      prometheus.await("a window has ended", () -> hasData("drift_effect"));
      prometheus.await("labels were told", () -> hasData("model_quality"));
      traffic.follow("00-" + TRACE + "-b7ad6b7169203331-01");
      traffic.tensors();
      prometheus.awaitScrapes(2);
    }
  }

  @AfterAll
  void stop() throws Exception {
    for (String name : List.of("prometheus", "shipped", "troubled")) {
      AutoCloseable each = open.get(name);
      if (each != null) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @FieldSource("PANELS")
  void a_panel_has_data(Question panel) {
    prometheus.await(
        "it has",
        () ->
            prometheus.query(panel.expression()).stream()
                .anyMatch(
                    each -> Double.isFinite(each.path("value").path(1).asDouble(Double.NaN))));
  }

  @ParameterizedTest
  @FieldSource("ALERTS")
  void an_alert_asks_for_what_is_there(Question alert) {
    prometheus.query(alert.expression());
    assertThat(Boards.asked(alert.expression())).isNotEmpty();
    for (Asked asked : Boards.asked(alert.expression())) {
      prometheus.await("is there: " + asked.expression(), () -> hasData(asked.expression()));
    }
  }

  @ParameterizedTest
  @MethodSource("io.salver.telemetry.MetricContract#watching")
  void a_metric_of_the_watching_has_its_name_its_type_and_exactly_its_labels(
      MetricContract contract) {
    prometheus.await("it is there", () -> hasData(contract.metric()));
    contract.requireIn(Scrape.of(troubled));
  }

  @Test
  void prometheus_has_no_trouble_with_any_rule_or_target() {
    Eventually.holds(
        () -> {
          assertThat(prometheus.data("/api/v1/rules").findValuesAsText("health"))
              .isNotEmpty()
              .containsOnly("ok");
          assertThat(prometheus.query("up == 1")).hasSize(2);
          assertThat(prometheus.query("count(scrape_samples_scraped > 1000)")).isNotEmpty();
        });
  }

  @Test
  void an_exemplar_leads_from_a_latency_to_its_trace() {
    String query = PrometheusServer.encoded("serving_request_seconds_bucket");
    String path = "/api/v1/query_exemplars?start=0&end=9999999999&query=" + query;
    Eventually.holds(
        () -> assertThat(prometheus.data(path).findValuesAsText("trace_id")).contains(TRACE));
  }

  @Test
  void alerts_come_with_an_incident_and_go_with_it() throws IOException {
    prometheus.await(
        "nothing is wrong", () -> !prometheus.firing().contains("SalverModelNotReady"));
    Path version = Files.createDirectories(folder.resolve("models/broken/1"));
    Files.writeString(version.resolve("model.onnx"), "no model");
    try (Traffic traffic = new Traffic(troubled)) {
      prometheus.await(
          "the alerts fire",
          () -> {
            traffic.post("/v2/repository/models/broken/load", "{}", 500);
            return prometheus
                .firing()
                .containsAll(List.of("SalverModelNotReady", "SalverModelLoadFailures"));
          });
      Files.copy(ECHO, version.resolve("repaired"));
      Files.move(
          version.resolve("repaired"),
          version.resolve("model.onnx"),
          StandardCopyOption.REPLACE_EXISTING);
      traffic.post("/v2/repository/models/broken/load", "{}", 200);
    }
    prometheus.await(
        "the alerts clear",
        () ->
            prometheus.firing().stream()
                .noneMatch(List.of("SalverModelNotReady", "SalverModelLoadFailures")::contains));
  }

  @Test
  void rows_unlike_those_that_a_model_learnt_from_raise_an_alert() {
    prometheus.await(
        "drift is found",
        () ->
            prometheus.firing().contains("SalverDriftPersists")
                && prometheus.query("drift_detected{feature=\"age\"} == 1").size() == 1);
  }

  @Test
  void native_histograms_need_no_buckets() throws IOException {
    Path server = Files.createDirectories(folder.resolve("native"));
    try (PrometheusServer scraper =
            PrometheusServer.start(
                server, Map.of("troubled-0", troubled), "groups: []", "native-histograms");
        Traffic traffic = new Traffic(troubled)) {
      for (int round = 0; round < 2; round++) {
        traffic.post("/v2/models/echo/infer", echo(), 200);
        scraper.awaitScrapes(2);
      }
      String compute = "serving_compute_seconds{model=\"echo\"}";
      Eventually.holds(
          () -> {
            assertThat(value(scraper, "histogram_count(" + compute + ")"))
                .isGreaterThanOrEqualTo(3);
            assertThat(value(scraper, "histogram_quantile(0.5, " + compute + ")"))
                .isBetween(1e-6, 10.0);
          });
    }
  }

  private static double value(PrometheusServer scraper, String expression) {
    List<JsonNode> series = scraper.query(expression);
    assertThat(series).as(expression).hasSize(1);
    return series.getFirst().path("value").path(1).asDouble();
  }

  /** A service whose repository the test changes; its answers are kept, its latencies native. */
  private Map<String, String> trouble() throws IOException {
    Path model = Files.createDirectories(folder.resolve("models/echo/1"));
    Files.copy(ECHO, model.resolve("model.onnx"));
    Files.writeString(
        folder.resolve("models/echo/model.yaml"), "cache: {max-bytes: 1M, ttl: 10m}\nwarmup: 0\n");
    watched();
    return Map.of(
        "salver.monitoring.metrics.every", "500ms",
        "salver.models.repository", folder.resolve("models").toString(),
        "salver.recommenders.directory", "src/test/models/no-recommenders",
        "salver.telemetry.native-histograms", "true");
  }

  /** A model whose windows move on every five seconds. */
  private void watched() throws IOException {
    Path shipped = Path.of("models/repository/adult-xgboost");
    Path model = folder.resolve("models/adult");
    Path version = Files.createDirectories(model.resolve("1"));
    for (Path from : List.of(shipped, shipped.resolve("1"))) {
      Path to = from.equals(shipped) ? model : version;
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
    Path yaml = model.resolve("model.yaml");
    String monitor = "monitor: {profile: profile.json";
    assertThat(Files.readString(yaml)).contains(monitor);
    Files.writeString(
        yaml,
        Files.readString(yaml)
            .replace(monitor, monitor + ", window: 5m, panes: 60, persistence: 1"));
  }

  /** Rows that are unlike those that the model learnt from. */
  private static String children(int rows) {
    String row = "{'age': 17, 'education': '9th', 'workclass': 'Circus'}";
    return "{'model': 'adult', 'rows': [" + String.join(",", Collections.nCopies(rows, row)) + "]}";
  }

  private boolean hasData(String metric) {
    return !prometheus.query(metric).isEmpty();
  }

  private static String echo() {
    return "{'inputs': [{'name': 'x', 'datatype': 'FP32', 'shape': [1, 1], 'data': [1.5]}]}";
  }

  private <T extends AutoCloseable> T keep(String name, T opened) {
    open.put(name, opened);
    return opened;
  }

  private static List<Question> load(Source source) {
    try {
      return source.questions();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Source {
    List<Question> questions() throws IOException;
  }
}
