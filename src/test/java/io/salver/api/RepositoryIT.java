package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.ModelRepositoryParameter;
import inference.ModelStatistics;
import inference.ModelStatisticsRequest;
import inference.RepositoryIndexRequest;
import inference.RepositoryModelLoadRequest;
import inference.RepositoryModelUnloadRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.restassured.specification.RequestSpecification;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The repository and statistics extensions over both protocols, on a repository of its own. */
final class RepositoryIT {

  private static final Path MODELS = Path.of("src/test/models/protocol");
  private static final String PAIR =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[2,1],\"data\":[1,2]}]}";

  private static Path repository;
  private static SalverProcess salver;
  private static ManagedChannel channel;
  private static GRPCInferenceServiceBlockingStub stub;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    repository = directory;
    for (String model : new String[] {"echo-fp32", "echo-int32", "echo-int64", "echo-fp64"}) {
      Path version = Files.createDirectories(repository.resolve(model).resolve("1"));
      Files.copy(MODELS.resolve(model).resolve("1/model.onnx"), version.resolve("model.onnx"));
    }
    salver =
        SalverProcess.start(
            Map.of(
                "salver.models.repository",
                repository.toString(),
                "salver.recommenders.directory",
                "src/test/models/no-recommenders"));
    channel = NettyChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();
    stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    salver.close();
  }

  @Test
  void the_index_needs_no_body_and_lists_every_version() {
    rest()
        .post("/v2/repository/index")
        .then()
        .statusCode(200)
        .body("name", hasItem("echo-fp32"))
        .body("find { it.name == 'echo-fp32' }.version", equalTo("1"))
        .body("find { it.name == 'echo-fp32' }.state", equalTo("READY"))
        .body("find { it.name == 'echo-fp32' }.reason", equalTo(""));
    assertThat(stub.repositoryIndex(RepositoryIndexRequest.getDefaultInstance()).getModelsList())
        .anyMatch(m -> m.getName().equals("echo-fp32") && m.getState().equals("READY"));
  }

  @Test
  void a_model_is_unloaded_over_rest_and_loaded_over_grpc() {
    rest()
        .body("{\"parameters\":{\"unload_dependents\":false}}")
        .post("/v2/repository/models/echo-int32/unload")
        .then()
        .statusCode(200)
        .body("size()", equalTo(0));
    rest()
        .body("{\"ready\":true}")
        .post("/v2/repository/index")
        .then()
        .body("name", not(hasItem("echo-int32")));
    rest().get("/v2/models/echo-int32/ready").then().statusCode(503);
    rest().get("/v2/health/ready").then().statusCode(200);

    var unused =
        stub.repositoryModelLoad(
            RepositoryModelLoadRequest.newBuilder().setModelName("echo-int32").build());

    rest().get("/v2/models/echo-int32/ready").then().statusCode(200);
  }

  @Test
  void a_model_is_unloaded_over_grpc_and_loaded_over_rest() {
    var unused =
        stub.repositoryModelUnload(
            RepositoryModelUnloadRequest.newBuilder()
                .setModelName("echo-int64")
                .putParameters(
                    "unload_dependents",
                    ModelRepositoryParameter.newBuilder().setBoolParam(true).build())
                .build());
    assertThat(
            stub.repositoryIndex(RepositoryIndexRequest.newBuilder().setReady(true).build())
                .getModelsList())
        .noneMatch(model -> model.getName().equals("echo-int64"));

    rest().post("/v2/repository/models/echo-int64/load").then().statusCode(200);
    rest().get("/v2/models/echo-int64/ready").then().statusCode(200);
  }

  @Test
  void a_load_that_fails_says_why_and_keeps_what_served() throws IOException {
    Files.writeString(repository.resolve("echo-fp64/1/model.onnx"), "no model");

    rest()
        .post("/v2/repository/models/echo-fp64/load")
        .then()
        .statusCode(500)
        .body("error", containsString("echo-fp64"));
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                stub.repositoryModelLoad(
                    RepositoryModelLoadRequest.newBuilder().setModelName("echo-fp64").build()));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    rest()
        .body(PAIR.replace("FP32", "FP64"))
        .post("/v2/models/echo-fp64/infer")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, load, 404",
    "nowhere, unload, 404",
    "%20, load, 400",
    "..%2Fprotocol, load, 400",
    "..%2Fprotocol, unload, 400"
  })
  void what_is_no_model_of_the_repository_is_refused(String name, String change, int status) {
    rest()
        .urlEncodingEnabled(false)
        .post("/v2/repository/models/" + name + "/" + change)
        .then()
        .statusCode(status);
  }

  @Test
  void statistics_count_what_a_model_has_done() {
    for (int i = 0; i < 3; i++) {
      rest().body(PAIR).post("/v2/models/echo-fp32/infer").then().statusCode(200);
    }

    for (String path :
        new String[] {"/v2/models/echo-fp32/stats", "/v2/models/echo-fp32/versions/1/stats"}) {
      Eventually.holds(
          () ->
              rest()
                  .get(path)
                  .then()
                  .statusCode(200)
                  .body("model_stats.size()", equalTo(1))
                  .body("model_stats[0].name", equalTo("echo-fp32"))
                  .body("model_stats[0].version", equalTo("1"))
                  .body("model_stats[0].inference_count", greaterThan(5))
                  .body("model_stats[0].inference_stats.success.count", greaterThan(2))
                  .body("model_stats[0].batch_stats[0].batch_size", greaterThan(0)));
    }
    rest()
        .get("/v2/models/stats")
        .then()
        .statusCode(200)
        .body("model_stats.size()", greaterThan(1));
    rest().get("/v2/models/nowhere/stats").then().statusCode(404);
    ModelStatistics told =
        stub.modelStatistics(ModelStatisticsRequest.newBuilder().setName("echo-fp32").build())
            .getModelStats(0);
    assertThat(told.getInferenceStats().getSuccess().getCount()).isGreaterThanOrEqualTo(3);
    assertThat(told.getLastInference()).isPositive();
  }

  private static RequestSpecification rest() {
    return given().filter(new OpenApiContract()).port(salver.httpPort());
  }
}
