package io.salver.telemetry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inference.GRPCInferenceServiceGrpc;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.restassured.response.Response;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import io.salver.testkit.SpanCollector;
import io.salver.testkit.SpanCollector.Span;
import io.salver.v1.RecommendRequest;
import io.salver.v1.RecommendationServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Requests of both protocols become spans of a collector that the test is, continue the traces of
 * their callers, and leave lines of JSON where they fail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TracesIT {

  private static final String SPAN = "b7ad6b7169203331";
  private static final double SECRET = 4711.0625;

  private final SpanCollector collector = new SpanCollector();
  private final SalverProcess salver = SalverProcess.start(settings());
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();

  @AfterAll
  void stop() {
    channel.shutdownNow();
    salver.close();
    collector.close();
  }

  @Test
  void tensors_over_rest_are_a_span_with_phases() {
    String trace = "1".repeat(32);
    Response answer = infer("arithmetic", trace, 2);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.header("Server-Timing"))
        .matches("decode;dur=\\d+[.]\\d{3}, queue;dur=.*, run;dur=.*, postprocess;dur=.*");

    Span request = collector.await(trace, span -> span.name().equals("infer arithmetic"));
    assertThat(request.parentId()).isEqualTo(SPAN);
    assertThat(request.isError()).isFalse();
    for (String phase : List.of("preprocess", "queue", "compute", "postprocess")) {
      Span span = collector.await(trace, each -> each.name().equals(phase));
      assertThat(span.parentId()).isEqualTo(request.spanId());
      assertThat(span.startNanos()).isGreaterThanOrEqualTo(request.startNanos());
      assertThat(span.endNanos()).isLessThanOrEqualTo(request.endNanos());
    }
  }

  @Test
  void tensors_over_grpc_continue_the_trace_of_the_metadata() {
    String trace = "2".repeat(32);
    assertThatExceptionOfType(StatusRuntimeException.class)
        .isThrownBy(
            () ->
                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(trace)))
                    .modelInfer(failing()));
    Span request = collector.await(trace, span -> span.name().equals("infer failing"));
    assertThat(request.parentId()).isEqualTo(SPAN);
    assertThat(request.isError()).isTrue();
  }

  @Test
  void a_recommendation_has_a_span_of_each_stage() {
    String trace = "3".repeat(32);
    Response answer =
        given()
            .port(salver.httpPort())
            .header("traceparent", parent(trace, true))
            .body("{\"user_id\": 1}")
            .post("/v1/recommendations");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.header("Server-Timing")).contains("retrieve;dur=", "rank;dur=");
    Span run = collector.await(trace, span -> span.name().equals("compute"));
    for (String stage : List.of("features", "filter", "embed", "retrieve", "rank", "rerank")) {
      Span span = collector.await(trace, each -> each.name().equals(stage));
      assertThat(span.parentId()).as(stage).isEqualTo(run.spanId());
      assertThat(span.endNanos()).as(stage).isLessThanOrEqualTo(run.endNanos());
    }
  }

  @Test
  void a_stub_of_grpc_continues_the_trace_too() {
    String trace = "4".repeat(32);
    var unused =
        RecommendationServiceGrpc.newBlockingStub(channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata(trace)))
            .recommend(RecommendRequest.newBuilder().setUserId(1).build());
    assertThat(collector.await(trace, span -> span.name().startsWith("recommend")).parentId())
        .isEqualTo(SPAN);
  }

  @Test
  void what_the_caller_does_not_record_is_not_sent() {
    String idle = "5".repeat(32);
    given()
        .port(salver.httpPort())
        .header("traceparent", parent(idle, false))
        .body("{\"user_id\": 1}")
        .post("/v1/recommendations")
        .then()
        .statusCode(200);
    String after = "6".repeat(32);
    infer("arithmetic", after, 2);
    collector.await(after, span -> span.name().startsWith("infer"));
    assertThat(collector.trace(idle)).isEmpty();
  }

  @Test
  void a_failure_leaves_json_with_its_trace_and_without_its_payload() {
    String trace = "7".repeat(32);
    assertThat(infer("failing", trace, SECRET).statusCode()).isEqualTo(500);
    collector.await(trace, span -> span.name().equals("infer failing") && span.isError());

    Eventually.holds(() -> assertThat(told(trace)).isNotEmpty());
    JsonNode told = told(trace).getLast();
    assertThat(told.path("message").asText()).contains("infer of failing failed", "backend");
    assertThat(told.at("/mdc/model").asText()).isEqualTo("failing");
    assertThat(told.path("level").asText()).isEqualTo("WARN");
    assertThat(salver.log()).doesNotContain(Double.toString(SECRET));
  }

  /** The lines that the log has of a trace. */
  private List<JsonNode> told(String trace) {
    String log = salver.log();
    String written = log.substring(0, log.lastIndexOf('\n') + 1); // the last line may grow still
    return written
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(TracesIT::json)
        .filter(line -> line.at("/mdc/trace_id").asText().equals(trace))
        .toList();
  }

  private static JsonNode json(String line) {
    try {
      return new JsonMapper().readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response infer(String model, String trace, double value) {
    return given()
        .port(salver.httpPort())
        .header("traceparent", parent(trace, true))
        .body(body(model, value))
        .post("/v2/models/" + model + "/infer");
  }

  private static String body(String model, double value) {
    return model.equals("arithmetic")
        ? "{\"inputs\":[" + pair("a", "1,2", value) + "," + pair("b", "1,2", value) + "]}"
        : "{\"inputs\":[" + pair("x", "2", value) + "]}";
  }

  private static String pair(String name, String shape, double value) {
    return "{\"name\":\"%s\",\"datatype\":\"FP32\",\"shape\":[%s],\"data\":[%s,%s]}"
        .formatted(name, shape, value, value);
  }

  private static ModelInferRequest failing() {
    return ModelInferRequest.newBuilder()
        .setModelName("failing")
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(2)
                .setContents(
                    InferTensorContents.newBuilder().addFp32Contents(1).addFp32Contents(2)))
        .build();
  }

  private static Metadata metadata(String trace) {
    Metadata metadata = new Metadata();
    metadata.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER), parent(trace, true));
    return metadata;
  }

  private static String parent(String trace, boolean sampled) {
    return "00-" + trace + "-" + SPAN + (sampled ? "-01" : "-00");
  }

  private Map<String, String> settings() {
    return Map.of(
        "salver.models.repository", repository().toString(),
        "salver.telemetry.traces", "true",
        "salver.telemetry.json-logs", "true",
        "otel.exporter.otlp.endpoint", collector.endpoint(),
        "otel.bsp.schedule.delay", "100");
  }

  /** The shipped models of the shop, and two that the protocols are tested with. */
  private static Path repository() {
    try {
      Path repository = Files.createTempDirectory("salver-traces-");
      copy(Path.of("models/repository"), "shop-.*", repository);
      copy(Path.of("src/test/models/protocol"), "arithmetic|failing", repository);
      return repository;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, String models, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Path place = from.relativize(path);
        if (place.getName(0).toString().matches(models)) {
          Files.createDirectories(to.resolve(place).getParent());
          Files.copy(path, to.resolve(place));
        }
      }
    }
  }
}
