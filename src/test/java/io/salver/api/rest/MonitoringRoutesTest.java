package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.salver.api.MonitoringContract;
import io.salver.api.OpenApiContract;
import io.salver.api.monitoring.MonitoringSection;
import io.salver.model.ModelId;
import io.salver.monitor.HandMadeMonitors;
import io.salver.monitor.ModelMonitor;
import io.salver.monitor.MonitorReading;
import io.salver.monitor.ReadingThread;
import io.salver.monitor.Sample;
import io.salver.monitor.TestProfiles;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.replica.HttpReplicas;
import io.salver.monitor.replica.ReplicaId;
import io.salver.monitor.replica.Replicas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What REST tells of the watching. */
final class MonitoringRoutesTest {

  private static final String MODELS = "/v1/monitoring/models";

  private final HandMadeMonitors monitors = new HandMadeMonitors();
  private final ReadingThread thread = new ReadingThread();
  private final WireServer server =
      new WireServer(
          router ->
              new MonitoringRoutes(
                      MonitoringContract.requests(
                          new MonitorReading(monitors, Replicas.NONE, thread),
                          new ReplicaId("here"),
                          thread,
                          List.of(new Added())))
                  .register(router));

  private final ModelMonitor watched = monitors.load("income", 2, TestProfiles.small());

  /** A section that another part adds. */
  private record Added() implements MonitoringSection {

    @Override
    public String key() {
      return "outcomes";
    }

    @Override
    public Optional<Map<String, Object>> of(ModelId model) {
      return model.version() == 2 ? Optional.of(Map.of("labels", 5)) : Optional.empty();
    }
  }

  @AfterEach
  void stop() {
    server.close();
    thread.close();
  }

  @Test
  void models_are_listed_with_where_they_stand() {
    monitors.load("blank", 1, Profile.NONE).accept(Sample.builder().feature("a", 1).build());
    monitors.load("income", 10, TestProfiles.small());
    monitors.panes(watched, 20, 1);
    ModelMonitor calm = monitors.load("calm", 1, TestProfiles.small());
    for (int pane = 0; pane < 6; pane++) {
      for (int row = 0; row < 150; row++) {
        calm.accept(
            Sample.builder().feature("x", (row % 100 - 50) / 25.0).feature("c", "red").build());
      }
      monitors.time.pass(HandMadeMonitors.PANE);
    }
    JsonPath list = get(MODELS).jsonPath();
    assertThat(list.getList("models.model")).containsExactly("blank", "calm", "income", "income");
    assertThat(list.getList("models.version")).containsExactly(1, 1, 2, 10);
    assertThat(list.getList("models.state"))
        .startsWith("no_reference")
        .endsWith("drifted", "too_few");
    assertThat(list.getList("models[2].drifted")).contains("x");
    assertThat(list.getList("models[2].faulty")).isEmpty();
    assertThat(list.getString("models[2].window.length")).isEqualTo("15m");
    assertThat(list.getString("models[2].last_decision")).startsWith("2026-01-05T");
    assertThat(list.getInt("models[3].samples")).isZero();
  }

  @Test
  void everything_that_is_known_of_a_version_is_told() {
    monitors.panes(watched, 20, 1);
    watched.accept(Sample.builder().feature("x", Double.NaN).feature("c", "violet").build());
    JsonPath income = get(MODELS + "/income").jsonPath();
    assertThat(income.getString("state")).isEqualTo("drifted");
    assertThat(income.getInt("replicas.added_up")).isEqualTo(1);
    assertThat(income.getList("replicas.missing")).isEmpty();
    assertThat(income.getList("features.name")).containsExactly("x", "c", "score");
    assertThat(income.getList("features.role")).containsExactly("feature", "feature", "prediction");
    income.setRootPath("features[0]");
    assertThat(income.getString("type")).isEqualTo("number");
    assertThat(income.getString("deciding")).isEqualTo("psi");
    assertThat(income.getString("decision.state")).isEqualTo("drifted");
    assertThat(income.getInt("decision.needed")).isEqualTo(3);
    assertThat(income.getString("decision.since")).startsWith("2026-01-05T");
    assertThat(income.getList("tests.test")).containsExactly("psi", "ks", "js", "wasserstein");
    assertThat(income.getDouble("tests[0].statistic")).isBetween(.7, 1.5);
    assertThat(income.getDouble("tests[0].threshold")).isEqualTo(.08);
    assertThat(income.getDouble("tests[0].adjusted_p_value"))
        .isBetween(income.getDouble("tests[0].p_value"), 1e-6);
    assertThat(income.getBoolean("tests[0].exceeded")).isTrue();
    assertThat(income.getString("tests[3].p_value")).isNull();
    assertThat(income.getList("bins")).hasSize(10);
    assertThat(income.getDouble("bins[9].window"))
        .isGreaterThan(2 * income.getDouble("bins[9].reference"));
    assertThat(income.getList("numbers.percentiles")).hasSize(101);
    assertThat(income.getList("numbers.reference_percentiles")).hasSize(101);
    assertThat(income.getList("quality.kind")).contains("missing", "out_of_range");
    assertThat(income.getInt("quality[0].count")).isEqualTo(1);
    income.setRootPath("features[1].bins[3]");
    assertThat(income.getString("label")).isEqualTo("violet");
    assertThat(income.getBoolean("new")).isTrue();
  }

  @Test
  void other_parts_add_their_sections() {
    assertThat(get(MODELS + "/income?version=2").jsonPath().getInt("outcomes.labels")).isEqualTo(5);
    monitors.load("income", 10, TestProfiles.small());
    JsonPath newest = get(MODELS + "/income").jsonPath();
    assertThat(newest.getInt("version")).isEqualTo(10);
    assertThat(newest.getString("outcomes")).isNull();
  }

  @Test
  void a_window_says_which_process_it_is_from_and_can_be_added_up() {
    monitors.panes(watched, 4, 0);
    Response window = given().port(server.port()).get(MODELS + "/income/window?version=2");
    assertThat(window.statusCode()).isEqualTo(200);
    assertThat(window.contentType()).isEqualTo("application/octet-stream");
    assertThat(window.header(HttpReplicas.REPLICA)).isEqualTo("here");
    assertThat(watched.snapshot(List.of(window.asByteArray())).samples()).isEqualTo(1_200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/incone | 404 | no model 'incone' is watched; did you mean 'income'?",
        "/zebra/window | 404 | no model 'zebra' is watched; known: [income]",
        "/income?version=3 | 404 | version 3 of model 'income' is not watched; those that are: [2]",
        "/income?version=x | 400 | version expects a whole number of at most 63 bits, received 'x'",
        "/income?version=-1 | 400 | the version must be a positive integer, got '-1'",
        "/income?verson=1 | 400 | unknown query parameter 'verson'; did you mean 'version'?",
        "/income?version=1&version=2 | 400 | the query parameter 'version' is given twice",
        "/income?replicas=some | 400 | replicas expects own or all, received 'some'",
        "/income/window?replicas=own | 400 | unknown query parameter 'replicas'",
        "?version=2 | 400 | unknown query parameter 'version'",
      })
  void what_is_wrong_is_told(String path, int status, String message) {
    Response response = given().port(server.port()).get(MODELS + path);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.jsonPath().getString("error")).contains(message);
  }

  @Test
  void nothing_is_written() {
    for (String path : List.of(MODELS, MODELS + "/income", MODELS + "/income/window")) {
      Response response = given().port(server.port()).body("{}").post(path);
      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.header("Allow")).isEqualTo("GET");
    }
  }

  private Response get(String path) {
    Response response = given().port(server.port()).filter(new OpenApiContract()).get(path);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response;
  }
}
