package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What REST says of itself, and of requests that only HTTP can spoil. */
final class RestProtocolIT {

  private static final String INFER = "/v2/models/echo-fp32/infer";
  private static final String JSON =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1.5,2]}]}";

  @ParameterizedTest
  @CsvSource({"/v2", "/v2/"})
  void the_server_tells_its_name_and_extensions(String path) {
    request()
        .get(path)
        .then()
        .statusCode(200)
        .body("name", equalTo("salver"))
        .body("version", notNullValue())
        .body(
            "extensions",
            equalTo(
                List.of(
                    "binary_tensor_data",
                    "classification",
                    "model_configuration",
                    "model_repository",
                    "model_repository(unload_dependents)",
                    "parameters",
                    "schedule_policy",
                    "statistics")));
    request().head(path).then().statusCode(200);
  }

  @Test
  void the_server_is_live_and_ready() {
    request().get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
    request().get("/v2/health/ready").then().statusCode(200).body("ready", equalTo(true));
  }

  @ParameterizedTest
  @CsvSource({"/v2/models/arithmetic", "/v2/models/arithmetic/versions/1"})
  void a_model_tells_its_tensors(String path) {
    request()
        .get(path)
        .then()
        .statusCode(200)
        .body("name", equalTo("arithmetic"))
        .body("versions", hasItems("1", "2"))
        .body("platform", equalTo("onnxruntime_onnx"))
        .body("inputs[0].name", equalTo("a"))
        .body("inputs[0].datatype", equalTo("FP32"))
        .body("inputs[0].shape", hasItems(-1, 2))
        .body("outputs[1].name", equalTo("difference"));
    request().get(path + "/ready").then().statusCode(200).body("ready", equalTo(true));
  }

  @ParameterizedTest
  @CsvSource({"/v2/models/arithmetic/config", "/v2/models/arithmetic/versions/2/config"})
  void a_model_tells_its_configuration_in_tritons_words(String path) {
    request()
        .get(path)
        .then()
        .statusCode(200)
        .body("name", equalTo("arithmetic"))
        .body("platform", equalTo("onnxruntime_onnx"))
        .body("backend", equalTo("onnxruntime"))
        .body("version_policy", equalTo(Map.of("all", Map.of())))
        .body("max_batch_size", equalTo(1024))
        .body("input[0].data_type", equalTo("TYPE_FP32"))
        .body("input[0].dims", equalTo(List.of(2)))
        .body("output.name", equalTo(List.of("sum", "difference")))
        .body("instance_group[0].kind", equalTo("KIND_AUTO"))
        .body("default_model_filename", equalTo("model.onnx"))
        .body("response_cache.enable", equalTo(false));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"parameters\":{\"config\":\"{}\"}}', load, config",
    "'{\"parameters\":{\"unload_dependant\":true}}', unload, unload_dependents",
    "'{\"parameters\":{\"unload_dependents\":3}}', unload, boolean",
    "'{\"parameter\":{}}', load, parameters",
    "'[]', load, object",
    "'{\"parameters\"', unload, JSON"
  })
  void what_a_change_of_the_repository_does_not_take_is_refused(
      String body, String change, String text) {
    request()
        .body(body)
        .post("/v2/repository/models/echo-fp32/" + change)
        .then()
        .statusCode(400)
        .body("error", containsString(text));
  }

  @ParameterizedTest
  @CsvSource({"gzip, gzip", "'deflate;q=0.9, gzip;q=0.1', deflate", "'br, *;q=0.5', gzip"})
  void a_large_answer_comes_compressed_where_the_client_takes_it(String accepted, String encoding)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> plain = echo(20_000, "identity");
    HttpResponse<byte[]> compressed = echo(20_000, accepted);

    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(plain.headers().firstValue("Vary")).contains("Accept-Encoding");
    assertThat(compressed.headers().firstValue("Content-Encoding")).contains(encoding);
    assertThat(compressed.headers().firstValue("Vary")).contains("Accept-Encoding");
    assertThat(compressed.headers().firstValueAsLong("Content-Length"))
        .hasValue(compressed.body().length);
    assertThat(compressed.body().length).isLessThan(plain.body().length / 10);
    assertThat(compressed.headers().firstValue("Inference-Header-Content-Length"))
        .isEqualTo(plain.headers().firstValue("Inference-Header-Content-Length"));
    assertThat(inflated(encoding, compressed.body())).isEqualTo(plain.body());
  }

  @Test
  void a_small_answer_is_never_compressed() throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = echo(4, "gzip");

    assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /nowhere, 404",
    "GET, /v2/nowhere, 404",
    "GET, /v2/models, 404",
    "GET, /v2/models/echo-fp32/nothing, 404",
    "GET, /v2/models/nowhere, 404",
    "GET, /v2/models/nowhere/ready, 404",
    "GET, /v2/models/arithmetic/versions/7, 404",
    "GET, /v2/models/arithmetic/versions/x, 400",
    "GET, /v2/models/echo-fp32/infer, 405",
    "DELETE, /v2/models/echo-fp32, 405",
    "POST, /v2, 405",
    "POST, /v2/models/echo-fp32/config, 405",
    "GET, /v2/models/nowhere/config, 404",
    "POST, /v2/models/stats, 405",
    "GET, /v2/repository/index, 405",
    "GET, /v2/repository/models/echo-fp32/load, 405",
    "POST, /v2/repository/models/echo-fp32/reload, 404"
  })
  void every_error_has_a_text(String method, String path, int status) {
    Response response = request().request(method, path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(RestWords.error(response.asByteArray())).isNotBlank();
  }

  @Test
  void no_content_type_is_needed() throws IOException {
    String answer =
        exchange(
            "POST "
                + INFER
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + JSON.length()
                + "\r\n\r\n"
                + JSON);

    assertThat(answer).startsWith("HTTP/1.1 200").contains("[1.5,2.0]");
  }

  @Test
  void a_body_may_come_in_chunks() throws IOException {
    String answer =
        exchange(
            "POST "
                + INFER
                + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
                + Integer.toHexString(JSON.length() - 1)
                + "\r\n"
                + JSON.substring(1)
                + "\r\n0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200").contains("[1.5,2.0]");
  }

  @Test
  void a_body_that_is_cut_off_harms_nobody() throws IOException {
    String answer =
        exchange("POST " + INFER + " HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n" + JSON);

    assertThat(answer).doesNotContain("HTTP/1.1 5");
    request().body(JSON).post(INFER).then().statusCode(200);
  }

  @Test
  void a_compressed_body_is_inflated() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(gzip)) {
      stream.write(JSON.getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream deflate = new ByteArrayOutputStream();
    try (OutputStream stream = new DeflaterOutputStream(deflate)) {
      stream.write(JSON.getBytes(StandardCharsets.UTF_8));
    }

    encoded("gzip", gzip.toByteArray()).then().statusCode(200);
    encoded("deflate", deflate.toByteArray()).then().statusCode(200);
    encoded("gzip", JSON.getBytes(StandardCharsets.UTF_8)).then().statusCode(400);
    encoded("br", gzip.toByteArray())
        .then()
        .statusCode(400)
        .body("error", containsString("Content-Encoding"));
  }

  @Test
  void a_bomb_is_too_large() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int megabyte = 0; megabyte < 200; megabyte++) {
        stream.write(zeros);
      }
    }

    encoded("gzip", bomb.toByteArray()).then().statusCode(413);
  }

  @ParameterizedTest
  @CsvSource({"17", "50"})
  void a_body_over_the_limit_is_too_large(int megabytes) {
    request()
        .body(new byte[megabytes << 20])
        .post(INFER)
        .then()
        .statusCode(413)
        .body("error", containsString("16777216"));
  }

  @Test
  void a_large_body_within_the_limit_is_served() {
    int columns = 3 << 20;
    String json =
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,"
            + columns
            + "],\"parameters\":{\"binary_data_size\":"
            + 4 * columns
            + "}}],\"parameters\":{\"binary_data_output\":true}}";
    byte[] body = new byte[json.length() + 4 * columns];
    System.arraycopy(json.getBytes(StandardCharsets.UTF_8), 0, body, 0, json.length());

    Response response =
        request().header("Inference-Header-Content-Length", json.length()).body(body).post(INFER);

    int head = Integer.parseInt(response.header("Inference-Header-Content-Length"));
    assertThat(response.header("Content-Type")).startsWith("application/octet-stream");
    assertThat(response.asByteArray()).hasSize(head + 4 * columns);
  }

  /** The binary echo of so many zeros. */
  private static HttpResponse<byte[]> echo(int columns, String accepted)
      throws IOException, InterruptedException {
    String json =
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,"
            + columns
            + "],\"parameters\":{\"binary_data_size\":"
            + 4 * columns
            + "}}],\"parameters\":{\"binary_data_output\":true}}";
    byte[] body = Arrays.copyOf(json.getBytes(StandardCharsets.UTF_8), json.length() + 4 * columns);
    URI uri = URI.create("http://127.0.0.1:" + ProtocolServer.process().httpPort() + INFER);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Accept-Encoding", accepted)
            .header("Inference-Header-Content-Length", Integer.toString(json.length()))
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }

  private static byte[] inflated(String encoding, byte[] body) throws IOException {
    InputStream bytes = new ByteArrayInputStream(body);
    try (InputStream plain =
        encoding.equals("gzip") ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes)) {
      return plain.readAllBytes();
    }
  }

  private static Response encoded(String encoding, byte[] body) {
    return request().header("Content-Encoding", encoding).body(body).post(INFER);
  }

  private static RequestSpecification request() {
    return given().filter(new OpenApiContract()).port(ProtocolServer.process().httpPort());
  }

  /** Sends {@code request}, ends the sending side and reads until the server hangs up. */
  private static String exchange(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), ProtocolServer.process().httpPort())) {
      socket.setSoTimeout(90_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      if (!request.contains("Connection: close")) {
        socket.shutdownOutput();
      }
      InputStream answer = socket.getInputStream();
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
