package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.api.OpenApiContract;
import io.salver.testkit.Eventually;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What REST adds to the table for texts: plain bodies, forms, OpenAI's shapes, what is no text. */
final class TextRouteTest {

  private final TaskServer server = new TaskServer();

  @AfterEach
  void nothing_stays_leased() {
    server.close();
    Eventually.holds(() -> assertThat(server.pool().leasedBytes()).isZero());
  }

  @Test
  void a_plain_text_is_a_text() {
    Response response =
        plain("text/plain; charset=utf-8", "{so good} é".getBytes(StandardCharsets.UTF_8))
            .post("/v1/text/classify?model=sst2&top_k=1");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.jsonPath().getString("results[0].classes[0].label"))
        .isEqualTo("{so good} é top 1 over -1.0");
    assertThat(response.header("Server-Timing")).contains("run;dur=");
  }

  @Test
  void a_text_without_a_content_type_is_a_text() {
    Response response =
        plain("application/x-www-form-urlencoded", "so good".getBytes(StandardCharsets.UTF_8))
            .post("/v1/text/classify");
    assertThat(response.jsonPath().getString("results[0].classes[0].label")).startsWith("so good");
  }

  @Test
  void a_context_is_plain_where_the_question_is_in_the_query() {
    Response response =
        plain("text/plain", "one two".getBytes(StandardCharsets.UTF_8))
            .queryParam("question", "two")
            .post("/v1/text/answer");
    assertThat(response.jsonPath().getInt("results[0].answers[0].start")).isEqualTo(4);
  }

  @Test
  void a_form_has_texts() {
    Response response =
        request().multiPart("input", "one").multiPart("input", "two").post("/v1/text/tag");
    assertThat(response.jsonPath().getString("results[0].entities[0].text")).isEqualTo("one");
    assertThat(response.jsonPath().getString("results[1].entities[0].text")).isEqualTo("two");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/text/classify | text/plain | 6161ff61 | the body is not UTF-8: byte 2 is 0xFF",
        "/v1/text/tag | application/json | 7b22696e707574223a2022e28222 7d | byte 13 is 0x22",
        "/v1/text/answer | application/json | 7b22ff223a317d | the body is not UTF-8: byte 2 is 0xFF",
        "/v1/text/classify | text/plain; charset=latin1 | 61 | a text in UTF-8, received one in latin1",
        "/v1/text/classify | application/json | 7b0022000000 | the JSON is not UTF-8",
      })
  void bytes_that_are_no_text_are_told_by_their_place(
      String path, String type, String hex, String message) {
    byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));
    Response response = plain(type, body).post(path);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error")).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'input': 'a\\ud800'} | input is no text: character 1 is half of a surrogate pair, \\ud800",
        "{'input': ['a', '\\udc00']} | input[1] is no text: character 0",
        "{'words': [['a', '\\ud800']]} | words[0][1] is no text",
        "{'\\ud800': 1} | Illegal surrogate character 0xd800",
        "{'input': ['a', null]} | input[1] expects a text or a number, received null",
        "{'input': ['a', 5]} | input expects a text, received 5",
        "{'input': ['a', ['b']]} | input[1] expects a text, a number or a list of them",
        "{'input': {'text': 'b'}} | input expects a text, a number or a list of them",
        "{'words': {'text': 'b'}} | words[0] expects a list of texts, at least one",
        "{'words': ['a', ['b']]} | words expects texts, or lists of texts, received both",
        "{'words': [['a', 1]]} | words[0] expects a text, received 1",
        "{'input': 'a', 'top_k': 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx😀'} | received 'xxxxxxxxx",
        "{'input': 'a', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx😀': 1} | unknown parameter 'xxxxxxxxx",
        "{'input': 'a', 'labels': 3} | unknown parameter 'labels'",
        "{'input': 'a', 'top_k': NaN} | top_k expects a whole number from 1 to 1000, received NaN",
        "{'input': 'a', 'input': 'b'} | Duplicate field 'input'",
      })
  void what_is_no_request_is_told(String body, String message) {
    Response response =
        request()
            .contentType("application/json")
            .body(body.replace('\'', '"'))
            .post("/v1/text/classify");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error")).contains(message);
  }

  @Test
  void a_text_over_a_megabyte_is_refused() {
    String large = "x".repeat((1 << 20) + 1);
    Response json =
        request()
            .contentType("application/json")
            .body("{\"input\": [\"" + large + "\"]}")
            .post("/v1/text/classify");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json.jsonPath().getString("error"))
        .contains("input[0] takes at most 1048576 characters, received 1048577");
    Response plain =
        plain("text/plain", large.getBytes(StandardCharsets.UTF_8)).post("/v1/text/classify");
    assertThat(plain.statusCode()).isEqualTo(400);
    assertThat(plain.jsonPath().getString("error")).contains("a text of at most 1048576 bytes");
  }

  @Test
  void embeddings_have_the_shape_of_openai() {
    Response response = embed("{'model': 'm', 'input': ['one', 'three'], 'user': 'me'}");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.jsonPath().getString("object")).isEqualTo("list");
    assertThat(response.jsonPath().getString("model")).isEqualTo("m");
    assertThat(response.jsonPath().getList("data.index")).containsExactly(0, 1);
    assertThat(response.jsonPath().getList("data[1].embedding", Float.class))
        .containsExactly(0.5f, -0.5f);
    assertThat(response.jsonPath().getInt("usage.prompt_tokens")).isEqualTo(8);
    assertThat(response.jsonPath().getInt("usage.total_tokens")).isEqualTo(8);
  }

  @Test
  void embeddings_in_base64_are_little_endian_floats() {
    Response response = embed("{'input': 'one', 'encoding_format': 'base64', 'dimensions': 2}");
    ByteBuffer bytes =
        ByteBuffer.wrap(
                Base64.getDecoder().decode(response.jsonPath().getString("data[0].embedding")))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getFloat()).isEqualTo(0.5f);
    assertThat(bytes.getFloat()).isEqualTo(-0.5f);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'input': 'a', 'dimensions': 3} | 400 | dimensions expects 2, the length of the vectors",
        "{'input': []} | 400 | input expects a text or a list of texts, received none",
        "{'input': 'a', 'encoding_format': 'int8'} | 400 | one of float, base64, received 'int8'",
        "{'input': ['a', {'text': 'b'}]} | 400 | input expects texts, received an object",
        "{'input': ['a', ['b']]} | 400 | input expects texts, received a list",
        "{'model': 'nowhere', 'input': 'a'} | 404 | no model 'nowhere'",
        "{'input': 'a | 400 | malformed JSON",
      })
  void embeddings_fail_in_the_shape_of_openai(String body, int status, String message) {
    Response response = embed(body);
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.jsonPath().getString("error.message")).contains(message);
    assertThat(response.jsonPath().getString("error.type")).isEqualTo("invalid_request_error");
  }

  private Response embed(String body) {
    return request()
        .contentType("application/json")
        .body(body.replace('\'', '"'))
        .post("/v1/embeddings");
  }

  private RequestSpecification plain(String type, byte[] body) {
    return given()
        .config(config())
        .baseUri("http://127.0.0.1:" + server.port())
        .contentType(type)
        .body(body);
  }

  private RequestSpecification request() {
    return given()
        .config(config())
        .filter(new OpenApiContract())
        .baseUri("http://127.0.0.1:" + server.port());
  }

  private static RestAssuredConfig config() {
    return RestAssuredConfig.config()
        .encoderConfig(
            EncoderConfig.encoderConfig()
                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                .encodeContentTypeAs("text/plain", ContentType.BINARY)
                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.BINARY));
  }
}
