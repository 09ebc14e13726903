package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.nullValue;

import inference.GRPCInferenceServiceGrpc;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import inference.ModelInferResponse;
import inference.ModelStreamInferResponse;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.rollout.Rollout;
import io.salver.rollout.RolloutControl;
import io.salver.rollout.RolloutDirectory;
import io.salver.rollout.RolloutSpec;
import io.salver.rollout.Rollouts;
import io.salver.routing.Subject;
import io.salver.store.JdbcStore;
import io.salver.store.StoreSettings;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import io.salver.time.Ticker;
import io.salver.v1.Cell;
import io.salver.v1.PredictRequest;
import io.salver.v1.TabularServiceGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests follow rollouts that are in the store when the service starts: {@code houses} has
 * versions 1, the control, and 2, the canary with half of the users; {@code lost} has version 1
 * only, and its canary, which gets everything, is none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RolloutRoutingIT {

  private static final String BODY =
      "{\"inputs\":[{\"name\":\"numbers\",\"datatype\":\"FP32\",\"shape\":[1,8],"
          + "\"data\":[-121.35,35.19,15,1379,999,23,3380,1.2]},"
          + "{\"name\":\"categories\",\"datatype\":\"INT64\",\"shape\":[1,1],\"data\":[4]}]}";
  private static final Metadata.Key<String> USER = key("x-user-id");
  private static final Metadata.Key<String> ARM = key("x-salver-arm");
  private static final int USERS = 40;

  private Rollout houses;
  private SalverProcess salver;
  private ManagedChannel channel;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    Path models = directory.resolve("models");
    copy(models.resolve("houses"), List.of("1", "2"));
    copy(models.resolve("lost"), List.of("1"));
    Path data = Files.createDirectory(directory.resolve("data"));
    try (JdbcStore store =
        JdbcStore.of(StoreSettings.embedded(data), Clock.systemUTC(), Ticker.SYSTEM)) {
      RolloutDirectory known = new RolloutDirectory(store.rollouts());
      RolloutControl control =
          new RolloutControl(store.rollouts(), store.rollouts(), known, Clock.systemUTC());
      houses = control.declare(rollout("houses-2", "houses", 50), "test");
      control.declare(rollout("lost-2", "lost", 0), "test");
    }
    salver =
        SalverProcess.start(
            Map.of(
                "salver.models.repository",
                models.toString(),
                "salver.recommenders.directory",
                "src/test/models/no-recommenders",
                "salver.store.directory",
                data.toString()));
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
    salver.close();
  }

  @Test
  void the_same_user_meets_the_same_arm_over_rest_grpc_streams_and_typed_tasks()
      throws InterruptedException {
    for (int number = 0; number < USERS; number++) {
      String user = "user-" + number;
      String arm = expected(user);
      long version = arm.equals("canary") ? 2 : 1;

      Response rest = infer(request().header("X-User-Id", user), "houses");
      assertThat(rest.header("X-Salver-Arm")).isEqualTo("houses-2/" + arm);
      assertThat(rest.jsonPath().getLong("model_version")).isEqualTo(version);

      AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());
      ModelInferResponse grpc = inferOverGrpc(user, headers);
      assertThat(grpc.getModelVersion()).isEqualTo(Long.toString(version));
      assertThat(headers.get().get(ARM)).isEqualTo("houses-2/" + arm);

      ModelStreamInferResponse streamed = stream(user);
      assertThat(streamed.getInferResponse().getModelVersion()).isEqualTo(Long.toString(version));
      assertThat(streamed.getInferResponse().getParametersOrThrow("x-salver-arm").getStringParam())
          .isEqualTo("houses-2/" + arm);

      Response typed = predict(request().header("X-User-Id", user));
      assertThat(typed.header("X-Salver-Arm")).isEqualTo("houses-2/" + arm);
      assertThat(typed.jsonPath().getLong("version")).isEqualTo(version);
      assertThat(typedOverGrpc(user)).isEqualTo("houses-2/" + arm);
    }
  }

  @Test
  void a_version_that_is_named_follows_nobody() {
    request()
        .header("X-User-Id", "ann")
        .body(BODY)
        .post("/v2/models/houses/versions/2/infer")
        .then()
        .statusCode(200)
        .header("X-Salver-Arm", nullValue());
  }

  @Test
  void a_tester_gets_the_arm_that_is_wanted_and_hears_which_there_are() {
    for (String arm : List.of("control", "canary")) {
      Response answer = infer(request().header("X-Salver-Arm", arm), "houses");
      assertThat(answer.jsonPath().getLong("model_version"))
          .isEqualTo(arm.equals("canary") ? 2 : 1);
    }
    request()
        .header("X-Salver-Arm", "kanary")
        .body(BODY)
        .post("/v2/models/houses/infer")
        .then()
        .statusCode(400)
        .body("error", containsString("its arms are [canary, control]"));
  }

  @Test
  void where_the_version_of_an_arm_is_not_there_the_control_answers_and_the_arm_has_failed() {
    Response answer = infer(request().header("X-User-Id", "ann"), "lost");
    assertThat(answer.header("X-Salver-Arm")).isEqualTo("lost-2/control");
    assertThat(answer.jsonPath().getLong("model_version")).isEqualTo(1);
    Eventually.holds(
        () ->
            assertThat(given().port(salver.managementPort()).get("/metrics").asString())
                .contains(
                    "rollout_requests_total{arm=\"canary\",model=\"lost\",outcome=\"error\"}"));
  }

  private String expected(String user) {
    return houses
        .split()
        .choose(new Subject(Optional.of(user), Map.of(), Optional.empty()), new SplittableRandom(0))
        .orElseThrow()
        .arm()
        .name();
  }

  private static RolloutSpec rollout(String name, String model, int percentOfControl) {
    return Rollouts.declared(
        name,
        Map.of(
            "model",
            model,
            "key",
            "header:X-User-Id",
            "arms",
            Map.of("control", 1, "canary", 2),
            "weights",
            Map.of("control", percentOfControl, "canary", 100 - percentOfControl)));
  }

  private RequestSpecification request() {
    return given().port(salver.httpPort()).contentType("application/json");
  }

  private static Response infer(RequestSpecification request, String model) {
    Response answer = request.body(BODY).post("/v2/models/" + model + "/infer");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer;
  }

  private static Response predict(RequestSpecification request) {
    Response answer =
        request
            .body("{\"model\":\"houses\",\"rows\":[{\"median_income\":3.5}]}")
            .post("/v1/tabular/predict");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer;
  }

  private ModelInferResponse inferOverGrpc(String user, AtomicReference<Metadata> headers) {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withInterceptors(as(user), capture(headers))
        .modelInfer(message());
  }

  private String typedOverGrpc(String user) {
    AtomicReference<Metadata> headers = new AtomicReference<>(new Metadata());
    PredictRequest.Builder message = PredictRequest.newBuilder().setModel("houses");
    message.addRowsBuilder().putValues("median_income", Cell.newBuilder().setNumber(3.5).build());
    var unused =
        TabularServiceGrpc.newBlockingStub(channel)
            .withInterceptors(as(user), capture(headers))
            .predict(message.build());
    return Optional.ofNullable(headers.get().get(ARM)).orElse("none");
  }

  private ModelStreamInferResponse stream(String user) throws InterruptedException {
    List<ModelStreamInferResponse> answers = new ArrayList<>();
    CountDownLatch end = new CountDownLatch(1);
    StreamObserver<ModelInferRequest> requests =
        GRPCInferenceServiceGrpc.newStub(channel)
            .withInterceptors(as(user))
            .modelStreamInfer(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ModelStreamInferResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    end.countDown();
                  }

                  @Override
                  public void onCompleted() {
                    end.countDown();
                  }
                });
    requests.onNext(message());
    requests.onCompleted();
    assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
    return answers.getFirst();
  }

  private static ModelInferRequest message() {
    return ModelInferRequest.newBuilder()
        .setModelName("houses")
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("numbers")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(8)
                .setContents(
                    InferTensorContents.newBuilder()
                        .addAllFp32Contents(
                            List.of(-121f, 35f, 15f, 1379f, 999f, 23f, 3380f, 1.2f))))
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("categories")
                .setDatatype("INT64")
                .addShape(1)
                .addShape(1)
                .setContents(InferTensorContents.newBuilder().addInt64Contents(4)))
        .build();
  }

  private static ClientInterceptor as(String user) {
    Metadata metadata = new Metadata();
    metadata.put(USER, user);
    return MetadataUtils.newAttachHeadersInterceptor(metadata);
  }

  private static ClientInterceptor capture(AtomicReference<Metadata> headers) {
    return MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>());
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
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
