package io.salver.telemetry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import inference.GRPCInferenceServiceGrpc;
import inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.restassured.response.Response;
import io.salver.testkit.SalverProcess;
import io.salver.v1.ClassifyTextRequest;
import io.salver.v1.RecommendRequest;
import io.salver.v1.RecommendationServiceGrpc;
import io.salver.v1.TextServiceGrpc;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;

/**
 * What clients of every kind send: tensors, texts, rows, pictures, sounds, prompts and
 * recommendations, over REST and gRPC, one by one and in batches, rightly and wrongly.
 */
final class Traffic implements AutoCloseable {

  private static final int PIXELS = 28 * 28;
  private static final Path SAMPLES = Path.of("src/docs/samples");

  private final SalverProcess salver;
  private final ManagedChannel channel;
  private Map<String, String> headers = Map.of();

  Traffic(SalverProcess salver) {
    this.salver = salver;
    this.channel =
        NettyChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();
  }

  /** What comes over REST is a part of a trace from now on. */
  void follow(String traceparent) {
    headers = Map.of("traceparent", traceparent);
  }

  /** Everything once. */
  void all() {
    rollouts();
    tensors();
    texts();
    rows();
    media();
    prompts();
    recommendations();
    errors();
  }

  /** Arms and a shadow of one version, so that nothing is answered otherwise. */
  void rollouts() {
    given()
        .port(salver.httpPort())
        .contentType("application/json")
        .body(
            "{'model': 'fashion-mnist', 'arms': {'control': 1, 'canary': 1},"
                .concat(" 'weights': {'control': 50, 'canary': 50},")
                .concat(" 'shadow': {'arm': 'canary', 'share': 100}}")
                .replace('\'', '"'))
        .put("/v1/rollouts/same")
        .then()
        .statusCode(200);
  }

  void tensors() {
    post("/v2/models/fashion-mnist/infer", pictures(1), 200);
    post("/v2/models/fashion-mnist/infer", pictures(3), 200);
    var unused = GRPCInferenceServiceGrpc.newBlockingStub(channel).modelInfer(picture());
  }

  void texts() {
    post("/v1/text/classify", "{'model': 'clinc', 'input': ['what is my balance', 'hi']}", 200);
    post("/v1/embeddings", "{'model': 'sentences', 'input': 'the food was great'}", 200);
    var unused =
        TextServiceGrpc.newBlockingStub(channel)
            .classify(
                ClassifyTextRequest.newBuilder().setModel("clinc").addInput("my balance").build());
  }

  void rows() {
    Response answer =
        post(
            "/v1/tabular/predict",
            "{'model': 'adult', 'rows': [{'age': 50, 'education': 'Doctorate'}, {'age': 18,"
                + " 'education': 'none at all', 'hours-per-week': 2000}]}",
            200);
    label(answer.header("X-Request-Id"), 0, "more than 50K");
    label(answer.header("X-Request-Id"), 1, "more than 50K");
  }

  /** What turned out to be true of a row. */
  void label(String request, int index, String outcome) {
    post(
        "/v1/feedback",
        "{'id': '%s', 'index': %d, 'outcome': '%s'}".formatted(request, index, outcome),
        200);
  }

  void media() {
    send("/v1/images/classify?model=fashion-mnist-resnet", "image/png", "trousers.png");
    send("/v1/audio/transcriptions?model=digits", "audio/wav", "one-two-three.wav");
  }

  void prompts() {
    post("/v1/completions", "{'model': 'shakespeare', 'prompt': 'The ', 'max_tokens': 5}", 200);
  }

  void recommendations() {
    Response answer = post("/v1/recommendations", "{'user_id': 1, 'k': 5}", 200);
    long item = answer.jsonPath().getLong("items[0].id");
    String recommendation = answer.jsonPath().getString("recommendation_id");
    event("impression", item, recommendation);
    event("click", item, recommendation);
    event("click", item, "nobody-s");
    var unused =
        RecommendationServiceGrpc.newBlockingStub(channel)
            .recommend(RecommendRequest.newBuilder().setUserId(2).build());
  }

  private void event(String type, long item, String recommendation) {
    post(
        "/v1/recommenders/shop/events",
        "{'id': '%s', 'user_id': 1, 'item_id': %d, 'type': '%s', 'recommendation_id': '%s'}"
            .formatted(UUID.randomUUID(), item, type, recommendation),
        200);
  }

  /** Mistakes of clients. */
  void errors() {
    post("/v2/models/fashion-mnist/infer", "{", 400);
    post("/v2/models/invented/infer", pictures(1), 404);
    post("/v1/recommendations", "{'user_id': -1}", 400);
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                    .modelInfer(picture().toBuilder().setModelName("invented-too").build()));
  }

  Response post(String path, String body, int status) {
    Response response =
        given()
            .port(salver.httpPort())
            .headers(headers)
            .contentType("application/json")
            .body(body.replace('\'', '"'))
            .post(path);
    assertThat(response.statusCode()).as(path + ": " + response.asString()).isEqualTo(status);
    return response;
  }

  /** A request of tensors for that many pictures, all black. */
  static String pictures(int count) {
    return "{'inputs':[{'name':'image','datatype':'FP32','shape':["
        + count
        + ",1,28,28],'data':["
        + String.join(",", Collections.nCopies(count * PIXELS, "0"))
        + "]}]}";
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private void send(String path, String type, String sample) {
    Response response =
        given()
            .port(salver.httpPort())
            .contentType(type)
            .body(SAMPLES.resolve(sample).toFile())
            .post(path);
    assertThat(response.statusCode()).as(path + ": " + response.asString()).isEqualTo(200);
  }

  private static ModelInferRequest picture() {
    return ModelInferRequest.newBuilder()
        .setModelName("fashion-mnist")
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("image")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(1)
                .addShape(28)
                .addShape(28))
        .addRawInputContents(ByteString.copyFrom(new byte[PIXELS * Float.BYTES]))
        .build();
  }
}
