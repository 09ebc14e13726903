package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.salver.api.FeedbackContract;
import io.salver.api.OpenApiContract;
import io.salver.time.Ticker;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Late labels over REST. */
final class FeedbackRoutesTest extends FeedbackContract {

  private static final String FEEDBACK = "/v1/feedback";
  private static final String NDJSON = "application/x-ndjson";
  private static final RestAssuredConfig RAW =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig().encodeContentTypeAs(NDJSON, ContentType.TEXT));

  private final WireServer server =
      new WireServer(
          router -> new FeedbackRoutes(requests, runner, Ticker.SYSTEM).register(router));

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected JsonNode send(String... labels) {
    return document(post("application/json", "[" + String.join(",", labels) + "]", 200));
  }

  @Test
  void lines_are_taken_as_lists_are_and_errors_name_the_line() {
    JsonPath answer =
        post(
                NDJSON,
                """
                {"id":"r1","index":0,"outcome":">50K"}

                {"id":"r1","index":1,"outcome":true}
                {"id":"r1"
                {"id":"r1","index":2,"outcome":"<=50K"}""",
                200)
            .jsonPath();
    assertThat(answer.getInt("accepted")).isEqualTo(2);
    assertThat(answer.getInt("invalid")).isEqualTo(2);
    assertThat(answer.getList("errors.line")).containsExactly(3, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"id":"r1","outcome":">50K"}                 | 200 | "accepted":1
          {"id":"invented","outcome":">50K"}           | 404 | 'invented' at index 0 is remembered
          {"id":"r1","outcome":7}                      | 400 | outcome expects one of
          {"id":"r1","outcom":7}                       | 400 | did you mean 'outcome'?
          {"id":"r1","outcome":[7]}                    | 400 | outcome expects a text or a number
          {"id":"a b","outcome":7}                     | 400 | id expects the id of a request
          {"id":"r1","outcome":7,"at":"2999-01-01T00:00:00Z"} | 400 | at expects a time
          7                                            | 400 | a label or a list of labels
          {                                            | 400 | not well-formed JSON
          """)
  void a_single_label_has_the_status_of_what_became_of_it(
      String body, int status, String expected) {
    assertThat(post("application/json", body, status).asString().replace("\\\"", "\""))
        .contains(expected);
  }

  @Test
  void too_many_errors_are_counted_and_not_told() {
    String lines =
        IntStream.range(0, 1_500)
            .mapToObj(row -> "{\"id\":\"none\",\"index\":" + row + ",\"outcome\":1}")
            .collect(Collectors.joining("\n"));
    JsonPath answer = post(NDJSON, lines, 200).jsonPath();
    assertThat(answer.getInt("unknown")).isEqualTo(1_500);
    assertThat(answer.getList("errors")).hasSize(1_000);
    assertThat(answer.getInt("untold")).isEqualTo(500);
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    assertThat(post(NDJSON, "x".repeat(FeedbackRoutes.MAX_BODY_BYTES + 1), 413).asString())
        .contains("over the limit");
  }

  @Test
  void a_store_that_fails_is_named_with_503() {
    store.fail(true);
    Response refused = post("application/json", "{\"id\":\"r1\",\"outcome\":\">50K\"}", 503);
    assertThat(refused.asString()).contains("the store of the test fails");
    assertThat(refused.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void labels_are_posted_only() {
    given().port(server.port()).delete(FEEDBACK).then().statusCode(405);
  }

  private Response post(String type, String body, int status) {
    Response response =
        given()
            .config(RAW)
            .filter(new OpenApiContract())
            .port(server.port())
            .contentType(type)
            .body(body)
            .post(FEEDBACK);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    return response;
  }

  private static JsonNode document(Response response) {
    try {
      return new JsonMapper().readTree(response.asString());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
