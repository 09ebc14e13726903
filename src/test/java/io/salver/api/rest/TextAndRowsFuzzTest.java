package io.salver.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.api.Mutations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** Broken texts and rows are the client's fault, and leave nothing behind. */
final class TextAndRowsFuzzTest {

  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final List<Sent> SENT =
      List.of(
          new Sent(
              "/v1/text/classify",
              "application/json",
              "{\"input\": [\"so\\ud83d\\ude00 good\"], \"top_k\": 2}"),
          new Sent(
              "/v1/text/tag",
              "application/json",
              "{\"words\": [[\"a\", \"b\"]], \"offset_unit\": \"byte\"}"),
          new Sent(
              "/v1/text/answer",
              "application/json",
              "{\"inputs\": [{\"question\": \"a\", \"context\": \"b\"}]}"),
          new Sent("/v1/text/tag", "text/plain", "é😀 fin"),
          new Sent(
              "/v1/embeddings",
              "application/json",
              "{\"input\": \"é\", \"encoding_format\": \"base64\"}"),
          new Sent(
              "/v1/tabular/predict",
              "application/json",
              "{\"rows\": [{\"age\": 39.5e1, \"w\": \"Private\"}, {\"age\": null, \"ok\": true}], \"partial\": true,"
                  + " \"explain\": {\"method\": \"shapley\", \"budget\": 9}}"),
          new Sent(
              "/v1/tabular/predict",
              "application/json",
              "{\"columns\": {\"age\": [1, 2], \"w\": [\"a\", {\"b\": [1]}]}, \"top_k\": 1}"),
          new Sent("/v1/tabular/predict", "text/csv", "age,w\r\n39,\"Pri,vate\"\r\n,x\r\n"),
          new Sent("/v1/tabular/predict", ARROW, "\u0000\u0000age"));

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final TaskServer SERVER = new TaskServer();

  private record Sent(String path, String type, String body) {}

  @AfterContainer
  static void nothing_stays_leased() {
    SERVER.close();
    assertThat(SERVER.pool().leasedBytes()).isZero();
  }

  @Property(tries = 3000, seed = "17")
  void a_mutated_request_is_never_the_servers_fault(
      @ForAll @IntRange(max = 1_000) int choice, @ForAll long seed)
      throws IOException, InterruptedException {
    Sent sent = SENT.get(choice % SENT.size());
    byte[] body = Mutations.mutate(sent.body().getBytes(StandardCharsets.UTF_8), new Random(seed));
    assertIsNoFaultOfOurs(sent.path(), sent.type(), body);
  }

  @Property(tries = 1000, seed = "17")
  void random_bytes_are_never_the_servers_fault(
      @ForAll @IntRange(max = 1_000) int choice, @ForAll @Size(max = 200) byte[] body)
      throws IOException, InterruptedException {
    Sent sent = SENT.get(choice % SENT.size());
    assertIsNoFaultOfOurs(sent.path(), sent.type(), body);
  }

  private static void assertIsNoFaultOfOurs(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + SERVER.port() + path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> response =
        CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(response.body()).isIn(200, 400, 404, 413);
    if (response.statusCode() != 200) {
      assertThat(response.body()).contains("\"error\"");
    }
  }
}
