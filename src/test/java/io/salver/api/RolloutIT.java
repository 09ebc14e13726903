package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.salver.testkit.Eventually;
import io.salver.testkit.PostgresServer;
import io.salver.testkit.SalverProcess;
import io.salver.v1.GetRolloutRequest;
import io.salver.v1.RolloutServiceGrpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two replicas of the packaged application with one PostgreSQL, and the command that orders. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RolloutIT {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String CANARY =
      """
      model: echo
      key: header:x-user-id
      arms: {control: 1, canary: 2}
      canary: {steps: [5, 50], criteria: {latency: 0.05, errors: 0.005}}
      """;

  private final String database = PostgresServer.newDatabase();
  private final Path files;
  private SalverProcess first;
  private SalverProcess second;

  RolloutIT() throws IOException {
    files = Files.createTempDirectory("salver-rollouts-");
  }

  @BeforeAll
  void start() throws IOException {
    Files.writeString(files.resolve("declared.yaml"), CANARY);
    first = replica(files);
    second = replica(files.resolve("none"));
  }

  @AfterAll
  void stop() {
    first.close();
    second.close();
  }

  @Test
  void replicas_agree_on_what_files_declare_and_what_is_ordered_and_go_on_after_a_restart()
      throws IOException, InterruptedException {
    await(() -> phase(second, "declared").equals("running"));
    assertThat(get(first, "/declared").getString("file")).isEqualTo("declared.yaml");
    Eventually.holds(
        () ->
            assertThat(given().port(first.managementPort()).get("/metrics").asString())
                .contains("rollout_decisions_total{decision=\"begin\"} 1.0"));
    await(
        () ->
            given()
                .port(second.managementPort())
                .get("/metrics")
                .asString()
                .contains("rollout_weight{arm=\"canary\",model=\"echo\"} 0.05"));

    assertThat(rollout(second, "weigh", "declared", "canary=20", "control=80", "--reason=more"))
        .contains("declared  model echo  paused  1/2   canary 20 %, control 80 %");
    assertThat(rollout(first, "events", "declared")).contains("weigh", "begin", "more");
    assertThat(phaseOverGrpc(first)).isEqualTo("paused");

    second.close();
    second = replica(files.resolve("none"));
    assertThat(get(second, "/declared").getInt("weights.canary")).isEqualTo(20);

    Files.writeString(files.resolve("broken.yaml"), "model: [");
    await(() -> get(first, "").getMap("problems").containsKey("broken.yaml"));
    Files.delete(files.resolve("declared.yaml"));
    await(() -> get(second, "").getList("rollouts").isEmpty());
    assertThat(get(second, "/declared/events").getList("events.kind"))
        .containsExactly("remove", "weigh", "begin");
  }

  @Test
  void the_command_declares_what_a_file_says() throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            Files.createTempDirectory("salver-rollout-").resolve("hand.yaml"),
            CANARY.replace("echo", "other"));
    assertThat(rollout(first, "apply", file.toString())).contains("hand", "model other", "5 %");
    assertThat(rollout(second, "show", "hand"))
        .contains("next: wait, the step lasts at least PT10M", "canary", "inconclusive");
    assertThat(rollout(second, "explain", "hand", "--key", "u", "--arm", "canary"))
        .contains("arm canary, version 2, by override, not counted in comparisons");
    assertThat(rollout(second, "remove", "hand")).contains("removed hand");
    assertThat(rollout(second, "show", "hand")).contains("there is no rollout 'hand'");
  }

  private SalverProcess replica(Path directory) {
    return SalverProcess.start(
        Map.of(
            "salver.models.control", "explicit",
            "salver.recommenders.directory", "src/test/models/no-recommenders",
            "salver.store.url", database,
            "salver.store.username", PostgresServer.USER,
            "salver.rollouts.directory", directory.toString(),
            "salver.rollouts.poll", "500ms",
            "salver.rollouts.judge", "500ms"));
  }

  private static JsonPath get(SalverProcess replica, String path) {
    Response response =
        given().filter(new OpenApiContract()).port(replica.httpPort()).get("/v1/rollouts" + path);
    return response.jsonPath();
  }

  private static String phase(SalverProcess replica, String rollout) {
    Response response = given().port(replica.httpPort()).get("/v1/rollouts/" + rollout);
    return response.statusCode() == 200 ? response.jsonPath().getString("phase") : "";
  }

  private static String phaseOverGrpc(SalverProcess replica) {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", replica.grpcPort()).usePlaintext().build();
    try {
      return RolloutServiceGrpc.newBlockingStub(channel)
          .getRollout(GetRolloutRequest.newBuilder().setName("declared").build())
          .getDocument()
          .getFieldsOrThrow("phase")
          .getStringValue();
    } finally {
      channel.shutdownNow();
    }
  }

  /** What the command prints. */
  private static String rollout(SalverProcess replica, String... words)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                "target/quarkus-app/quarkus-run.jar",
                "rollout"));
    command.addAll(List.of(words));
    command.addAll(List.of("--url", "http://127.0.0.1:" + replica.httpPort()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return printed;
  }

  private static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }
}
