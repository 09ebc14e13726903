package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.salver.api.FakeBatches;
import io.salver.api.FakeRecommenders;
import io.salver.api.OpenApiContract;
import io.salver.api.RecommendationRunner;
import io.salver.serving.RequestRecord;
import io.salver.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches over HTTP. */
final class BatchRouteTest {

  private static final String PATH = "/v1/recommendations/batch";
  private static final String NDJSON = "application/x-ndjson";

  private final FakeBatches batches = new FakeBatches();
  private final BlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
  private final WireServer server =
      new WireServer(
          router ->
              router
                  .post(PATH)
                  .handler(
                      new BatchRoute(
                              batches,
                              new RecommendationRunner(new FakeRecommenders(), records::add),
                              () -> 0) // so that no progress is due
                          ::handle));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void every_user_of_a_list_is_answered_in_order() {
    Response response = post("application/json", "{\"user_ids\": [3, 13, 1], \"k\": 5}");
    List<String> lines = response.asString().lines().toList();

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.contentType()).startsWith(NDJSON);
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).contains("\"index\":0", "\"recommendation_id\":\"answer-3\"");
    assertThat(lines.get(1)).isEqualTo("{\"index\":1,\"error\":\"it broke\"}");
    assertThat(lines.get(2)).contains("\"index\":2", "\"recommendation_id\":\"answer-1\"");
    assertThat(lines.get(3))
        .isEqualTo("{\"done\":true,\"answered\":2,\"degraded\":0,\"failed\":1}");
    Eventually.holds(
        () ->
            assertThat(records)
                .extracting(record -> record.method() + " " + record.code())
                .containsExactly("batch 200"));
  }

  @Test
  void every_line_is_a_request_and_a_wrong_one_is_told() {
    Response response =
        post(NDJSON, "{\"user_id\": 3}\n\n{\"user_id\": 0}\n[]\n{\"k\"\n{\"timeout_ms\": 5}\n{}");
    List<String> lines = response.asString().lines().toList();

    assertThat(lines).hasSize(7);
    assertThat(lines.get(0)).contains("answer-3");
    assertThat(lines.get(1)).contains("\"index\":1", "user_id expects a positive id");
    assertThat(lines.get(2)).contains("the line expects an object");
    assertThat(lines.get(3)).contains("not well-formed JSON");
    assertThat(lines.get(4)).contains("unknown field 'timeout_ms'");
    assertThat(lines.get(5)).contains("answer-0");
    assertThat(lines.get(6)).contains("\"done\":true", "\"answered\":2", "\"failed\":4");
  }

  @Test
  void nobody_is_answered_at_once() {
    assertThat(post("application/json", "{\"user_ids\": []}").asString())
        .isEqualTo("{\"done\":true,\"answered\":0,\"degraded\":0,\"failed\":0}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | user_ids expects a list of ids",
        "{\"user_ids\": 5} | user_ids expects a list",
        "{\"user_ids\": [1], \"user_id\": 2} | user_id expects nothing beside user_ids",
        "{\"user_ids\": [1], \"k\": 0} | k must be within 1 and 1000",
        "{\"user_ids\": [1], \"kk\": 5} | unknown field 'kk'",
        "[1] | the body expects an object",
        "'' | the body is empty"
      })
  void what_is_no_batch_is_refused(String body, String text) {
    Response response = post("application/json", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error")).contains(text);
  }

  @Test
  void a_batch_too_many_says_when_to_come_again() {
    batches.fill();
    Response response = post("application/json", "{\"user_ids\": [1]}");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.header("Retry-After")).isEqualTo("3");
  }

  @Test
  void a_client_that_does_not_read_is_waited_for_and_its_end_ends_the_batch()
      throws IOException, InterruptedException {
    String users =
        IntStream.rangeClosed(1, 500_000)
            .mapToObj(user -> "100")
            .collect(Collectors.joining(",", "{\"user_ids\": [", "]}"));
    try (Socket client = new Socket()) {
      client.setReceiveBufferSize(1 << 16);
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      client
          .getOutputStream()
          .write(
              ("POST "
                      + PATH
                      + " HTTP/1.1\r\nHost: x\r\nContent-Length: "
                      + users.length()
                      + "\r\n\r\n"
                      + users)
                  .getBytes(StandardCharsets.UTF_8));
      InputStream in = client.getInputStream();
      assertThat(new String(in.readNBytes(15), StandardCharsets.UTF_8))
          .isEqualTo("HTTP/1.1 200 OK");
      client.setSoLinger(true, 0);
    }
    RequestRecord record = records.poll(60, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.code()).isEqualTo("499");
    assertThat(batches.lastStop().isRaised()).isTrue();
    assertThat(batches.answered()).isLessThan(500_000);
  }

  private Response post(String type, String body) {
    return given()
        .config(
            RestAssuredConfig.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig().encodeContentTypeAs(NDJSON, ContentType.TEXT)))
        .filter(new OpenApiContract())
        .baseUri("http://127.0.0.1:" + server.port())
        .contentType(type)
        .body(body)
        .post(PATH);
  }
}
