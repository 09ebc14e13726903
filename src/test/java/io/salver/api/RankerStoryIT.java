package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.salver.testkit.NegatedOutput;
import io.salver.testkit.PostgresServer;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Rankers of the shop under rollouts, on two replicas with one PostgreSQL. Customers like what the
 * control would have shown them, and click that where they see it; so version 3, the same again, is
 * as good as the control, and version 4, which ranks the other way round, is not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RankerStoryIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int ITEMS = 10;
  private static final String APPLICATION = "target/quarkus-app/quarkus-run.jar";

  private final String database = PostgresServer.newDatabase();
  private final Path directory;
  private SalverProcess first;
  private SalverProcess second;
  private int user;

  RankerStoryIT() throws IOException {
    directory = Files.createTempDirectory("salver-rankers-");
  }

  @BeforeAll
  void start() throws IOException {
    Path models = directory.resolve("models");
    for (String tower : List.of("shop-user-tower", "shop-item-tower", "shop-ranker")) {
      copy(Path.of("models/repository", tower), models.resolve(tower));
    }
    Path ranker = models.resolve("shop-ranker");
    Files.writeString(
        ranker.resolve("model.yaml"), "backend: onnx\nthreads: 1\ntimeout: 10s\nversions: all\n");
    byte[] graph = Files.readAllBytes(ranker.resolve("2/model.onnx"));
    Files.write(Files.createDirectory(ranker.resolve("3")).resolve("model.onnx"), graph);
    Files.write(
        Files.createDirectory(ranker.resolve("4")).resolve("model.onnx"),
        NegatedOutput.of(graph, "score"));
    first = replica();
    second = replica();
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void bad_ranker_is_taken_back_and_a_good_one_is_promoted()
      throws IOException, InterruptedException {
    canary("bad", 4);
    sellUntil("bad", "rolled-back");
    JsonPath events = given().port(second.httpPort()).get("/v1/rollouts/bad/events").jsonPath();
    assertThat(events.getList("events.kind")).containsExactly("roll-back", "begin");
    assertThat(events.getString("events[0].reason")).startsWith("worse than the control: ctr by");
    assertThat(rollout("remove", "bad")).contains("removed bad");
    canary("good", 3);
    sellUntil("good", "promoted");
  }

  /** One command. */
  private void canary(String name, int version) throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            directory.resolve(name + ".yaml"),
            """
            ranker: shop
            key: user
            arms: {control: 2, canary: %d}
            canary: {steps: [50], pause: 1s, least: 20, criteria: {ctr: 0.2}}
            """
                .formatted(version));
    assertThat(rollout("apply", file.toString())).contains(name, "50 %");
  }

  /** Shows customers what they like until the rollout is there. */
  private void sellUntil(String rollout, String phase) {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (!state(rollout).getString("phase").equals(phase)) {
      assertThat(System.nanoTime()).as(state(rollout).prettify()).isLessThan(giveUp);
      for (int i = 0; i < 10; i++) {
        sell(++user);
      }
    }
  }

  private void sell(int customer) {
    SalverProcess replica = customer % 2 == 0 ? first : second;
    Set<Long> liked = new HashSet<>(items(recommend(replica, customer, "control")));
    JsonPath shown = recommend(replica, customer, "");
    items(shown).stream()
        .filter(liked::contains)
        .findFirst()
        .ifPresent(item -> click(replica, customer, item, shown.getString("recommendation_id")));
  }

  private static JsonPath recommend(SalverProcess replica, int customer, String arm) {
    var request = given().port(replica.httpPort()).contentType("application/json");
    var answer =
        (arm.isEmpty() ? request : request.header("X-Salver-Arm", arm))
            .body("{\"user_id\": %d, \"k\": %d}".formatted(customer, ITEMS))
            .post("/v1/recommendations");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private static List<Long> items(JsonPath answer) {
    return answer.getList("items.id", Long.class);
  }

  private static void click(SalverProcess replica, int customer, long item, String answer) {
    given()
        .port(replica.httpPort())
        .contentType("application/json")
        .body(
            Map.of(
                "id",
                UUID.randomUUID().toString(),
                "user_id",
                customer,
                "item_id",
                item,
                "type",
                "click",
                "recommendation_id",
                answer))
        .post("/v1/recommenders/shop/events")
        .then()
        .statusCode(200);
  }

  private JsonPath state(String name) {
    return given().port(second.httpPort()).get("/v1/rollouts/" + name).jsonPath();
  }

  private String rollout(String... words) throws IOException, InterruptedException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    String url = "http://127.0.0.1:" + first.httpPort();
    List<String> command =
        Stream.concat(
                Stream.of(java, "-XX:TieredStopAtLevel=1", "-jar", APPLICATION, "rollout"),
                Stream.concat(Stream.of(words), Stream.of("--url", url)))
            .toList();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return printed;
  }

  private SalverProcess replica() {
    return SalverProcess.start(
        Map.of(
            "salver.models.repository",
            directory.resolve("models").toString(),
            "salver.recommenders.attribution",
            "3s",
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

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
