package io.salver.api.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.salver.api.OpenApiContract;
import io.salver.fault.Cancelled;
import io.salver.serving.RequestRecord;
import io.salver.task.TaskContext;
import io.salver.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What REST adds to the table: bodies, headers, OpenAI's shapes and clients that go. */
final class TaskRouteTest {

  private final TaskServer server = new TaskServer();

  @AfterEach
  void nothing_stays_leased() {
    server.close();
    Eventually.holds(() -> assertThat(server.pool().leasedBytes()).isZero());
  }

  @Test
  void an_answer_says_where_the_time_went_and_so_does_the_record() throws InterruptedException {
    Response response = request().contentType("image/png").body("cat").post("/v1/images/classify");

    assertThat(response.header("Server-Timing"))
        .matches(
            "wait;dur=1\\.000, decode;dur=[2-9]\\.\\d{3}, preprocess;dur=3\\.000, queue;dur=4\\.000,"
                + " run;dur=5\\.000, postprocess;dur=\\d+\\.\\d{3}");
    RequestRecord record = server.records().poll(60, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.model()).contains("eyes");
    assertThat(record.version()).contains(3L);
    assertThat(record.protocol()).isEqualTo("rest");
    assertThat(record.method()).isEqualTo("classify");
    assertThat(record.code()).isEqualTo("200");
    assertThat(record.queueNanos()).isEqualTo(5_000_000);
    assertThat(record.computeNanos()).isEqualTo(5_000_000);
    assertThat(record.preprocessNanos()).isGreaterThanOrEqualTo(5_000_000);
    assertThat(record.postprocessNanos()).isGreaterThanOrEqualTo(6_000_000);
  }

  @Test
  void a_drawn_picture_comes_as_a_picture_where_it_is_asked_for() {
    Response picture =
        request()
            .accept("image/png")
            .contentType("image/jpeg")
            .queryParam("annotate", "true")
            .body("cat")
            .post("/v1/images/detect");

    assertThat(picture.contentType()).isEqualTo("image/png");
    assertThat(picture.asString()).isEqualTo("drawn cat");
  }

  @Test
  void a_compressed_body_is_inflated() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write("{\"image\": \"data:image/png;base64,Y2F0\"}".getBytes(StandardCharsets.UTF_8));
    }
    Response response =
        given()
            .config(config())
            .baseUri("http://127.0.0.1:" + server.port())
            .header("Content-Encoding", "gzip")
            .contentType("application/json")
            .body(gzip.toByteArray())
            .post("/v1/images/classify");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    assertThat(response.jsonPath().getString("images[0].classes[0].label")).startsWith("cat");
  }

  @Test
  void a_body_over_the_limit_is_refused_also_once_inflated() throws IOException {
    byte[] large = new byte[TaskServer.MAX_BODY_BYTES + 1];
    assertThat(request().contentType("image/png").body(large).post("/v1/images/embed").statusCode())
        .isEqualTo(413);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      out.write(large);
    }
    assertThat(
            request()
                .header("Content-Encoding", "gzip")
                .contentType("image/png")
                .body(bomb.toByteArray())
                .post("/v1/images/embed")
                .statusCode())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'image': 'Y2F0', 'topk': 3} | unknown parameter 'topk'; did you mean 'top_k'?",
        "{'image': 'Y2F0', 'top_k': 3, 'top_k': 4} | Duplicate field 'top_k'",
        "{'image': 'Y2F0', 'top_k': [3, 4]} | top_k is given 2 times",
        "{'image': 'Y2F0', 'top_k': {}} | top_k expects a text, a number or a list",
        "{'image': 'Y2F0', 'top_k': 3.5} | top_k expects a whole number from 1 to 1000, received 3.5",
        "{'image': 'Y2F0=='} | image expects Base64",
        "{'image': 'Y2F0Y'} | image expects Base64",
        "{'image': 'Y2 F0'} | image expects Base64",
        "{'image': 'data:image/png,Y2F0'} | image expects a data: URI in Base64",
        "{'image': 5} | image must be a file in Base64, got 5",
        "{'images': 'Y2F0'} | images must be a list of files",
        "{'images': [{'url': 'x'}]} | images[0] expects an object",
        "{'images': [{'b64': 'Y2F0', 'x': 1}]} | images[0] expects b64 alone",
        "{'images': [{'b64': 'Y2F0'} | malformed JSON",
        "{'image': 'Y2F0 | malformed JSON",
        "{'image': 'Y2F0'} {} | there is more after the JSON object",
        "[] | the body must be a JSON object",
        "'' | the body must be a JSON object, got the end"
      })
  void what_is_no_request_is_told(String body, String text) {
    Response response =
        request()
            .contentType("application/json")
            .body(body.replace('\'', '"'))
            .post("/v1/images/classify");

    assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error")).contains(text);
  }

  @Test
  void json_without_a_content_type_is_json() {
    Response response =
        request()
            .contentType("application/x-www-form-urlencoded")
            .body("{\"image\": \"Y2F0\"}")
            .post("/v1/images/classify");

    assertThat(response.jsonPath().getString("images[0].classes[0].label")).startsWith("cat");
  }

  @Test
  void other_methods_and_other_forms_are_refused() {
    assertThat(request().get("/v1/images/classify").statusCode()).isEqualTo(405);
    assertThat(
            request()
                .contentType("multipart/mixed; boundary=x")
                .body("--x--")
                .post("/v1/images/classify")
                .jsonPath()
                .getString("error"))
        .contains("expects multipart/form-data");
  }

  @Test
  void verbose_json_has_words_and_segments() {
    Response response = transcribe("verbose_json", "one two\nthree", "word", "segment");

    assertThat(response.jsonPath().getString("task")).isEqualTo("transcribe");
    assertThat(response.jsonPath().getString("text")).isEqualTo("one two three");
    assertThat(response.jsonPath().getString("language")).isEqualTo("en");
    assertThat(response.jsonPath().getList("words.word")).containsExactly("one", "two", "three");
    assertThat(response.jsonPath().getDouble("words[2].start")).isEqualTo(3.0);
    assertThat(response.jsonPath().getList("segments.text")).containsExactly("one two", "three");
    assertThat(response.jsonPath().getDouble("duration")).isEqualTo(5.5);
    assertThat(response.jsonPath().getString("usage.type")).isEqualTo("duration");
  }

  @Test
  void texts_and_subtitles_are_written() {
    assertThat(transcribe("text", "one two").asString()).isEqualTo("one two\n");
    assertThat(transcribe("srt", "one two\nthree").asString())
        .isEqualTo(
            """
            1
            00:00:00,000 --> 00:00:01,000
            one two

            2
            00:00:03,000 --> 00:00:03,500
            three

            """);
    assertThat(transcribe("vtt", "one").asString())
        .isEqualTo("WEBVTT\n\n00:00:00.000 --> 00:00:00.500\none\n\n");
  }

  @Test
  void a_stream_of_events_ends_with_the_whole() {
    Response response =
        request()
            .multiPart("file", "a.wav", "one two\nthree".getBytes(StandardCharsets.UTF_8))
            .multiPart("model", "whisper")
            .multiPart("stream", "true")
            .post("/v1/audio/transcriptions");

    assertThat(response.contentType()).startsWith("text/event-stream");
    assertThat(response.asString())
        .isEqualTo(
            """
            data: {"type":"transcript.text.delta","delta":"one two"}

            data: {"type":"transcript.text.delta","delta":" three"}

            data: {"type":"transcript.text.done","text":"one two three"}

            """);
  }

  @Test
  void failures_have_the_shape_of_openai_there() {
    Response response =
        request()
            .multiPart("file", "a.wav", "one".getBytes(StandardCharsets.UTF_8))
            .multiPart("model", "nowhere")
            .post("/v1/audio/transcriptions");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.jsonPath().getString("error.message")).isEqualTo("no model 'nowhere'");
    assertThat(response.jsonPath().getString("error.type")).isEqualTo("invalid_request_error");
    assertThat(response.jsonPath().getString("error.code")).isEqualTo("model_not_found");
  }

  @Test
  void speech_comes_as_sound() {
    byte[] wav = speak("wav").asByteArray();
    byte[] pcm = speak("pcm").asByteArray();
    byte[] flac = speak("flac").asByteArray();

    assertThat(new String(wav, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("RIFF");
    assertThat(Arrays.copyOfRange(wav, 44, wav.length)).isEqualTo(pcm);
    assertThat(pcm).hasSize(500 * 2);
    assertThat(new String(flac, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("fLaC");
    assertThat(speak("pcm").contentType()).isEqualTo("audio/pcm; rate=8000; channels=1");
  }

  @Test
  void a_client_that_goes_stops_its_work() throws IOException, InterruptedException {
    String head =
        "POST /v1/images/embed?model=slow HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n"
            + "Content-Length: 3\r\n\r\ncat";
    TaskContext context;
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      context = server.vision().tasks().contexts().poll(60, TimeUnit.SECONDS);
      assertThat(context).isNotNull();
    }
    RequestRecord record = server.records().poll(60, TimeUnit.SECONDS);

    assertThat(record).isNotNull();
    assertThat(record.code()).isEqualTo("499");
    assertThat(record.fault().orElseThrow()).isInstanceOf(Cancelled.class);
    assertThat(context.stop().isRaised()).isTrue();
  }

  private Response transcribe(String format, String said, String... granularities) {
    RequestSpecification request =
        request()
            .multiPart("file", "a.wav", said.getBytes(StandardCharsets.UTF_8))
            .multiPart("model", "whisper")
            .multiPart("language", "en")
            .multiPart("response_format", format);
    for (String granularity : granularities) {
      request.multiPart("timestamp_granularities[]", granularity);
    }
    return request.post("/v1/audio/transcriptions");
  }

  private Response speak(String format) {
    return request()
        .contentType("application/json")
        .body(
            "{\"model\": \"m\", \"input\": \"hello\", \"voice\": \"any\", \"response_format\": \""
                + format
                + "\"}")
        .post("/v1/audio/speech");
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
                .encodeContentTypeAs("image/png", ContentType.TEXT)
                .encodeContentTypeAs("image/jpeg", ContentType.TEXT)
                .encodeContentTypeAs("multipart/mixed", ContentType.TEXT)
                .encodeContentTypeAs("application/x-www-form-urlencoded", ContentType.TEXT));
  }
}
