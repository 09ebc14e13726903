package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import io.salver.v1.Cell;
import io.salver.v1.PredictRequest;
import io.salver.v1.PredictResponse;
import io.salver.v1.Row;
import io.salver.v1.TabularServiceGrpc;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Requests have ids over both protocols, and what they ask reaches the monitors of their models.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WatchingIT {

  private static final Metadata.Key<String> ID =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final String ROWS =
      "{\"model\": \"california\", \"rows\": [{\"longitude\": -122, \"latitude\": 37},"
          + " {\"latitude\": 35, \"ocean_proximity\": \"MOON\"}]}";

  private final SalverProcess salver = SalverProcess.shared();
  private final ManagedChannel channel =
      ManagedChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();

  @AfterAll
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void an_id_that_the_client_gives_comes_back_in_head_and_body() {
    Response answer =
        rest().header("X-Request-Id", "order-17/a").body(ROWS).post("/v1/tabular/predict");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.header("X-Request-Id")).isEqualTo("order-17/a");
    assertThat(answer.jsonPath().getString("id")).isEqualTo("order-17/a");
  }

  @Test
  void without_one_an_id_is_drawn() {
    Response first = rest().body(ROWS).post("/v1/tabular/predict");
    Response second = rest().body(ROWS).post("/v1/tabular/predict");
    assertThat(first.header("X-Request-Id"))
        .matches("[0-9a-f]{32}")
        .isEqualTo(first.jsonPath().getString("id"))
        .isNotEqualTo(second.header("X-Request-Id"));
  }

  @Test
  void what_can_be_no_id_is_refused_and_named() {
    for (String path : new String[] {"/v1/tabular/predict", "/v2/models/california/infer"}) {
      Response answer = rest().header("X-Request-Id", "a b").body(ROWS).post(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.jsonPath().getString("error")).contains("X-Request-Id").contains("'a b'");
      assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{32}");
    }
  }

  @Test
  void a_request_of_tensors_is_called_as_its_body_says() {
    String body =
        "{\"id\": \"mine\", \"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\","
            + " \"shape\": [1], \"data\": [1]}]}";
    Response named =
        rest().header("X-Request-Id", "other").body(body).post("/v2/models/none/infer");
    assertThat(named.statusCode()).isEqualTo(404);
    assertThat(named.header("X-Request-Id")).isEqualTo("other"); // it was not read that far
    assertThat(tensors("\"id\": \"mine\",").header("X-Request-Id")).isEqualTo("mine");
    assertThat(tensors("").header("X-Request-Id")).matches("[0-9a-f]{32}");
  }

  @Test
  void grpc_carries_ids_in_metadata_and_messages() {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    PredictResponse answer = predict("order-18", headers);
    assertThat(answer.getId()).isEqualTo("order-18");
    assertThat(headers.get().get(ID)).isEqualTo("order-18");
    assertThatThrownBy(() -> predict("not one", headers))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("x-request-id");
  }

  @Test
  void rows_over_both_protocols_reach_the_monitor_of_their_model() {
    long before = samples();
    rest().body(ROWS).post("/v1/tabular/predict");
    predict("order-19", new AtomicReference<>());
    awaitSamples(before + 3);
    Eventually.holds(
        () ->
            assertThat(
                    rest()
                        .get("/v1/monitoring/models/california")
                        .jsonPath()
                        .getList("features.name", String.class))
                .contains("longitude", "ocean_proximity", "value"));
  }

  @Test
  void tensors_reach_the_monitor_of_their_model() {
    long before = samples();
    assertThat(tensors("").statusCode()).isEqualTo(200);
    awaitSamples(before + 2);
  }

  @Test
  void classified_texts_are_compared_by_the_vector_of_their_scores() {
    String path = "/v1/monitoring/models/clinc";
    String body = "{\"model\": \"clinc\", \"input\": [\"what is my balance\", \"play a song\"]}";
    assertThat(rest().body(body).post("/v1/text/classify").statusCode()).isEqualTo(200);
    String scores = "features.find { it.name == 'scores' }.";
    Eventually.holds(
        () -> {
          JsonPath report = rest().get(path).jsonPath();
          assertThat(report.getString(scores + "role")).isEqualTo("embedding");
          assertThat(report.getString(scores + "deciding")).isEqualTo("mmd");
          assertThat(report.getLong(scores + "values")).isGreaterThanOrEqualTo(2);
        });
  }

  private Response tensors(String id) {
    return rest()
        .body(
            "{"
                + id
                + "\"inputs\": [{\"name\": \"numbers\", \"datatype\": \"FP32\", \"shape\": [2, 8],"
                + " \"data\": [-122, 37, 20, 2000, 400, 1000, 380, 3, -118, 34, 30, 1500, 300, 900,"
                + " 280, 4]}, {\"name\": \"categories\", \"datatype\": \"INT64\", \"shape\": [2,"
                + " 1], \"data\": [0, 1]}]}")
        .post("/v2/models/california/infer");
  }

  private PredictResponse predict(String id, AtomicReference<Metadata> headers) {
    Metadata said = new Metadata();
    said.put(ID, id);
    ClientInterceptor attach = MetadataUtils.newAttachHeadersInterceptor(said);
    ClientInterceptor capture =
        MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>());
    Row row =
        Row.newBuilder().putValues("latitude", Cell.newBuilder().setNumber(36).build()).build();
    return TabularServiceGrpc.newBlockingStub(channel)
        .withInterceptors(attach, capture)
        .predict(PredictRequest.newBuilder().setModel("california").addRows(row).build());
  }

  private void awaitSamples(long least) {
    Eventually.holds(() -> assertThat(samples()).isGreaterThanOrEqualTo(least));
  }

  private long samples() {
    return rest().get("/v1/monitoring/models/california").jsonPath().getLong("samples");
  }

  private RequestSpecification rest() {
    return given().baseUri("http://127.0.0.1:" + salver.httpPort()).contentType("application/json");
  }
}
