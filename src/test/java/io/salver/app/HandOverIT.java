package io.salver.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import io.salver.testkit.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers under rollouts whose click and label come when the process that gave them has ended. The
 * third process ends the time of the answer, which is half an hour for the first two: so nothing
 * depends on how long a start takes.
 */
final class HandOverIT {

  private static final String REQUEST = "hand-over-it";

  private final Path directory;
  private SalverProcess salver;

  HandOverIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    for (String model : List.of("shop-user-tower", "shop-item-tower", "shop-ranker")) {
      copy(Path.of("models/repository", model), models().resolve(model));
    }
    copy(Path.of("models/repository/california"), models().resolve("houses"));
    slow("shop-user-tower");
    slow("shop-ranker");
    secondVersion("shop-ranker", "2", "3");
    secondVersion("houses", "1", "2");
    this.salver = start(Map.of());
  }

  @AfterEach
  void stop() {
    salver.close();
  }

  @Test
  void what_becomes_known_after_a_restart_counts_for_the_arms_that_answered_before() {
    declare("rankers", "{\"ranker\":\"shop\",\"arms\":{\"control\":2,\"canary\":3},%s", "ctr");
    declare(
        "houses",
        "{\"model\":\"houses\",\"arms\":{\"control\":1,\"canary\":2},%s",
        "squared_error");
    Response list = post("/v1/recommendations", "{\"user_id\": 7, \"k\": 5}");
    String id = list.jsonPath().getString("recommendation_id");
    long item = list.jsonPath().getLong("items[0].id");
    String rankerArm = arm(list, "rankers");
    Response prediction =
        request()
            .header("X-Request-Id", REQUEST)
            .body("{\"model\":\"houses\",\"rows\":[{\"median_income\":3.5}]}")
            .post("/v1/tabular/predict");
    String houseArm = arm(prediction, "houses");

    assertThat(salver.stop()).isEqualTo(143);
    assertThat(salver.log()).contains("has handed over 1 recommendations and 1 answers of models");
    salver = start(Map.of());
    Eventually.holds(() -> assertThat(sum("recs_adopted_lists_total")).isEqualTo(1));
    post(
        "/v1/recommenders/shop/events",
        "{\"id\":\"e\",\"user_id\":7,\"item_id\":%d,\"type\":\"click\",\"recommendation_id\":\"%s\"}"
            .formatted(item, id));
    Eventually.holds(() -> assertThat(sum("recs_feedback_total", "type", "click")).isEqualTo(1));
    post("/v1/feedback", "{\"id\": \"%s\", \"outcome\": 2.5}".formatted(REQUEST));
    Eventually.holds(() -> requireOne("houses", houseArm, "squared_error"));

    assertThat(salver.stop()).isEqualTo(143);
    salver = start(Map.of("salver.recommenders.attribution", "1s"));
    Eventually.holds(() -> requireOne("rankers", rankerArm, "ctr"));
    assertThat(rollout("rankers").getDouble(path(rankerArm, "ctr", "mean"))).isEqualTo(1);
    for (String model : List.of("shop", "shop-ranker")) {
      Eventually.holds(() -> assertThat(ctr(model)).isEqualTo("[1.0]"));
    }
    requireOne("houses", houseArm, "squared_error");
  }

  private void declare(String name, String form, String criterion) {
    String rest =
        "\"weights\":{\"control\":50,\"canary\":50},\"compare\":{\"criteria\":{\"%s\":0.01}}}"
            .formatted(criterion);
    request().body(form.formatted(rest)).put("/v1/rollouts/" + name).then().statusCode(200);
  }

  /** Which arm answered, of the rollout of that name. */
  private static String arm(Response answer, String rollout) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return Stream.of(answer.header("X-Salver-Arm").split(", "))
        .filter(arm -> arm.startsWith(rollout + "/"))
        .map(arm -> arm.substring(rollout.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  /** One outcome was counted for an arm. */
  private void requireOne(String rollout, String arm, String outcome) {
    assertThat(rollout(rollout).getInt(path(arm, outcome, "count"))).isEqualTo(1);
  }

  private JsonPath rollout(String name) {
    return request().get("/v1/rollouts/" + name).jsonPath();
  }

  private static String path(String arm, String outcome, String figure) {
    return "arms.%s.outcomes.%s.%s".formatted(arm, outcome, figure);
  }

  /** The share of the lists that were clicked, of the versions of which one list was judged. */
  private String ctr(String model) {
    Response answer = request().get("/v1/monitoring/models/" + model + "/quality");
    return answer.statusCode() == 200
        ? String.valueOf(
            answer
                .jsonPath()
                .getList(
                    "versions.findAll { it.labels == 1 }.metrics.flatten()"
                        + ".findAll { it.metric == 'ctr' }.value"))
        : "";
  }

  private double sum(String metric, String... labels) {
    return Scrape.of(salver).sum(metric, labels);
  }

  private Response post(String path, String body) {
    return request().body(body).post(path).then().statusCode(200).extract().response();
  }

  private RequestSpecification request() {
    return given().port(salver.httpPort()).contentType("application/json");
  }

  private SalverProcess start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("salver.models.repository", models().toString());
    settings.put("salver.store.directory", directory.resolve("data").toString());
    settings.put("salver.recommenders.snapshots", directory.resolve("snapshots").toString());
    settings.put("salver.rollouts.directory", directory.resolve("none").toString());
    settings.put("salver.rollouts.judge", "200ms");
    settings.put("salver.recommenders.timeout", "60s");
    return SalverProcess.start(settings);
  }

  private Path models() {
    return directory.resolve("models");
  }

  /** As slow as it may be where others use the machine. */
  private void slow(String model) throws IOException {
    Path yaml = models().resolve(model).resolve("model.yaml");
    Files.writeString(yaml, Files.readString(yaml).replace("timeout: 1s", "timeout: 60s"));
  }

  /** The same again, as another version. */
  private void secondVersion(String model, String version, String second) throws IOException {
    Path folder = models().resolve(model);
    Files.writeString(folder.resolve("model.yaml"), "\nversions: all\n", StandardOpenOption.APPEND);
    copy(folder.resolve(version), folder.resolve(second));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
