package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.salver.testkit.Eventually;
import io.salver.testkit.PostgresServer;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whole rollouts on two replicas with one PostgreSQL, of which nobody decides but the service:
 * {@code good} has two equal versions, and {@code bad} lacks the one that its canary should have.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RolloutStoryIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"numbers\",\"datatype\":\"FP32\",\"shape\":[1,8],"
          + "\"data\":[-121.35,35.19,15,1379,999,23,3380,1.2]},"
          + "{\"name\":\"categories\",\"datatype\":\"INT64\",\"shape\":[1,1],\"data\":[4]}]}";

  private final String database = PostgresServer.newDatabase();
  private final Path directory;
  private SalverProcess first;
  private SalverProcess second;

  RolloutStoryIT() throws IOException {
    directory = Files.createTempDirectory("salver-story-");
  }

  @BeforeAll
  void start() throws IOException {
    copy(directory.resolve("good"), List.of("1", "2"));
    copy(directory.resolve("bad"), List.of("1"));
    first = replica();
    second = replica();
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void good_canary_is_promoted_step_by_step() {
    declare("good", "{\"latency\":1.5,\"errors\":0.2}");
    int user = serveUntil("good", "promoted");
    assertThat(rollout("good").getMap("weights")).isEqualTo(Map.of("canary", 100));
    assertThat(events("good")).containsExactly("promote", "advance", "begin");
    Eventually.holds( // also where the other replica has decided
        () -> {
          assertThat(version("good", user)).isEqualTo("2");
          assertThat(version("good", user + 1)).isEqualTo("2");
        });
  }

  @Test
  void bad_canary_is_rolled_back_and_no_client_was_failed() {
    declare("bad", "{\"errors\":0.05}");
    serveUntil("bad", "rolled-back");
    assertThat(rollout("bad").getMap("weights")).isEqualTo(Map.of("control", 100));
    assertThat(events("bad")).containsExactly("roll-back", "begin");
    JsonPath event = given().port(second.httpPort()).get("/v1/rollouts/bad/events").jsonPath();
    assertThat(event.getString("events[0].actor")).isEqualTo("salver");
    assertThat(event.getString("events[0].reason")).startsWith("worse than the control: errors by");
    assertThat(event.getString("events[0].findings[0].verdict")).isEqualTo("fail");
  }

  private void declare(String model, String criteria) {
    given()
        .filter(new OpenApiContract())
        .port(first.httpPort())
        .contentType("application/json")
        .body(
            """
            {"model":"%s","key":"header:x-user-id","arms":{"control":1,"canary":2},
             "canary":{"steps":[25,50],"pause":"1s","least":20,"criteria":%s}}"""
                .formatted(model, criteria))
        .put("/v1/rollouts/" + model)
        .then()
        .statusCode(200);
  }

  /** Has users ask both replicas until the rollout is there. */
  private int serveUntil(String model, String phase) {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    int user = 0;
    while (!rollout(model).getString("phase").equals(phase)) {
      assertThat(System.nanoTime()).as(rollout(model).prettify()).isLessThan(giveUp);
      for (int i = 0; i < 20; i++) {
        assertThat(version(model, user++)).isIn("1", "2");
      }
    }
    return user;
  }

  private String version(String model, int user) {
    SalverProcess replica = user % 2 == 0 ? first : second;
    var answer =
        given()
            .port(replica.httpPort())
            .header("X-User-Id", "user-" + user)
            .body(BODY)
            .post("/v2/models/" + model + "/infer");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath().getString("model_version");
  }

  private JsonPath rollout(String name) {
    return given()
        .filter(new OpenApiContract())
        .port(second.httpPort())
        .get("/v1/rollouts/" + name)
        .jsonPath();
  }

  private List<String> events(String name) {
    return given()
        .filter(new OpenApiContract())
        .port(second.httpPort())
        .get("/v1/rollouts/" + name + "/events")
        .jsonPath()
        .getList("events.kind");
  }

  private SalverProcess replica() {
    return SalverProcess.start(
        Map.of(
            "salver.models.repository",
            directory.toString(),
            "salver.recommenders.directory",
            "src/test/models/no-recommenders",
            "salver.store.url",
            database,
            "salver.store.username",
            PostgresServer.USER,
            "salver.rollouts.directory",
            directory.resolve("none").toString(),
            "salver.rollouts.refresh",
            "200ms",
            "salver.rollouts.judge",
            "500ms"));
  }

  /** A copy of a bundled model that has these versions, all equal. */
  private static void copy(Path model, List<String> versions) throws IOException {
    Path source = Path.of("models/repository/california");
    Files.createDirectories(model);
    Files.writeString(
        model.resolve("model.yaml"),
        Files.readString(source.resolve("model.yaml")) + "versions: all\n");
    Files.copy(source.resolve("background.csv"), model.resolve("background.csv"));
    for (String version : versions) {
      Path target = Files.createDirectory(model.resolve(version));
      try (Stream<Path> files = Files.list(source.resolve("1"))) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(source.resolve("1").relativize(file)));
        }
      }
    }
  }
}
