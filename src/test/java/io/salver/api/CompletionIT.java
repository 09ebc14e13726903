package io.salver.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.restassured.response.Response;
import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Texts over both protocols, written by the tiny models of the fixtures in the packaged service.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompletionIT {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "salver.models.repository", "src/test/resources/text/fixtures",
          "salver.recommenders.directory", "src/test/models/no-recommenders");
  private final SalverProcess salver = SalverProcess.start(SETTINGS);
  private final HttpClient client = HttpClient.newHttpClient();
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", salver.grpcPort()).usePlaintext().build();

  @AfterAll
  void stop() {
    channel.shutdownNow();
    client.close();
    salver.close();
  }

  @Nested
  final class OverRest extends CompletionContract {
    @Override
    protected CompletionClient client() {
      return new RestCompletionClient(salver.httpPort(), client);
    }
  }

  @Nested
  final class OverGrpc extends CompletionContract {
    @Override
    protected CompletionClient client() {
      return new GrpcCompletionClient(channel);
    }
  }

  @Test
  void the_answer_has_the_shape_that_the_document_says() {
    Response answer =
        given()
            .filter(new OpenApiContract())
            .port(salver.httpPort())
            .contentType("application/json")
            .body(
                """
                {"model": "gpt", "prompt": "abc", "max_tokens": 4, "echo": true, "logprobs": 2,
                 "logit_bias": {"2": -100}}
                """)
            .post("/v1/completions");

    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.header("Server-Timing")).contains("run;dur=");
    assertThat(answer.jsonPath().getString("id")).startsWith("cmpl-");
    assertThat(answer.jsonPath().getString("object")).isEqualTo("text_completion");
    assertThat(answer.jsonPath().getList("choices[0].logprobs.tokens")).hasSize(7);
    assertThat(answer.jsonPath().getInt("usage.total_tokens")).isEqualTo(7);
  }

  @Test
  void tokens_are_measured_by_name() {
    given()
        .port(salver.httpPort())
        .contentType("application/json")
        .body("{\"model\": \"gpt\", \"prompt\": \"a\", \"max_tokens\": 5}")
        .post("/v1/completions");

    Eventually.holds(
        () ->
            assertThat(metrics())
                .contains(
                    "serving_generated_tokens_total{model=\"gpt\",version=\"1\"}",
                    "serving_prompt_tokens_total{model=\"gpt\",version=\"1\"}",
                    "serving_time_to_first_token_seconds_count{model=\"gpt\",version=\"1\"}",
                    "serving_time_per_output_token_seconds_bucket{model=\"gpt\",version=\"1\",le=",
                    "method=\"complete\""));
  }

  @Test
  @Timeout(300)
  void a_client_that_goes_in_the_middle_is_noticed_and_memory_comes_back()
      throws IOException, InterruptedException {
    try (HttpClient leaving = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> answer = leaving.send(stream(60_000), BodyHandlers.ofLines());
      Iterator<String> lines = answer.body().iterator();
      for (int line = 0; line < 20; line++) {
        assertThat(lines.next()).isNotNull();
      }
      leaving.shutdownNow();
    }
    Eventually.holds(
        () -> assertThat(metrics()).containsAnyOf("code=\"499\"", "reason=\"cancelled\""));
  }

  @Test
  void what_is_being_written_is_finished_before_the_service_stops()
      throws IOException, InterruptedException {
    try (SalverProcess other = SalverProcess.start(SETTINGS);
        HttpClient reader = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> answer =
          reader.send(stream(other.httpPort(), 3_000), BodyHandlers.ofLines());
      Iterator<String> lines = answer.body().iterator();
      assertThat(lines.next()).startsWith("data: {");
      Thread stopping = Thread.ofPlatform().start(other::stop);

      String last = "";
      while (lines.hasNext()) {
        String line = lines.next();
        last = line.isEmpty() ? last : line;
      }
      stopping.join();
      assertThat(last).isEqualTo("data: [DONE]");
    }
  }

  private String metrics() {
    return given().port(salver.managementPort()).get("/metrics").asString();
  }

  private HttpRequest stream(int tokens) {
    return stream(salver.httpPort(), tokens);
  }

  private static HttpRequest stream(int port, int tokens) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/completions"))
        .header("Content-Type", "application/json")
        .POST(
            BodyPublishers.ofString(
                """
                {"model": "gpt", "prompt": "a", "max_tokens": %d, "stream": true,
                 "logit_bias": {"2": -100}}
                """
                    .formatted(tokens)))
        .build();
  }
}
