package io.salver.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.testkit.SalverProcess;
import java.io.IOException;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The bound on the memory of all requests, in a process of its own: bodies of 8 MB, 96 MiB in all.
 */
final class RequestMemoryIT {

  private static final long LIMIT = 96 << 20;
  private static final int FLOATS = 2_000_000;
  private static final int HOLDERS = 10; // 8 MiB each; seven eighths of the limit are 84 MiB
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final SalverProcess SALVER =
      SalverProcess.start(
          Map.of(
              "salver.models.repository", "src/test/models/protocol",
              "salver.recommenders.directory", "src/test/models/no-recommenders",
              "salver.requests.max-body", "16M",
              "salver.requests.memory", "96M",
              "salver.requests.retained-memory", "32M"));

  private static final String HEAD =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,%d],\"parameters\":{\"binary_data_size\":%d}}],\"parameters\":{\"binary_data_output\":true}}"
          .formatted(FLOATS, FLOATS * Float.BYTES);
  private static final byte[] BODY = body();

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    SALVER.close();
  }

  @Test
  void bodies_under_way_fill_the_memory_and_the_next_is_told_to_come_back() throws Exception {
    List<Socket> holders = new ArrayList<>();
    try {
      for (int i = 1; i <= HOLDERS; i++) {
        holders.add(nearlySent());
        await(i * (8L << 20));
      }
      HttpResponse<String> refused = http.send(request(), BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
      assertThat(refused.body()).contains("bytes for requests under way");
      assertThat(memory("limit")).isEqualTo(LIMIT);
    } finally {
      for (Socket holder : holders) {
        holder.close();
      }
    }
    await(0);
    assertThat(http.send(request(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  @Test
  void a_flood_of_large_bodies_is_answered_or_refused_and_leaves_nothing_behind() throws Exception {
    for (int round = 0; round < 3; round++) {
      Map<Integer, Long> statuses = flood(40);
      System.out.println("40 bodies of 8 MB at once: " + statuses);
      assertThat(statuses.keySet()).isSubsetOf(200, 503).contains(200);
      await(0);
      assertThat(memory("retained")).isLessThanOrEqualTo(32 << 20);
    }
    assertThat(http.send(request(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    assertThat(SALVER.log()).doesNotContain("OutOfMemoryError");
  }

  private Map<Integer, Long> flood(int requests) {
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      answers.add(
          http.sendAsync(request(), BodyHandlers.discarding()).thenApply(HttpResponse::statusCode));
    }
    return answers.stream()
        .map(CompletableFuture::join)
        .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
  }

  /** A connection over which a whole request came but for its last byte. */
  private static Socket nearlySent() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), SALVER.httpPort());
    OutputStream out = socket.getOutputStream();
    String head =
        "POST /v2/models/echo-fp32/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nInference-Header-Content-Length: %d\r\n\r\n"
            .formatted(BODY.length, HEAD.length());
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(BODY, 0, BODY.length - 1);
    out.flush();
    return socket;
  }

  private static HttpRequest request() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + SALVER.httpPort() + "/v2/models/echo-fp32/infer"))
        .version(HttpClient.Version.HTTP_1_1)
        .header("Inference-Header-Content-Length", Integer.toString(HEAD.length()))
        .POST(BodyPublishers.ofByteArray(BODY))
        .build();
  }

  private static byte[] body() {
    byte[] head = HEAD.getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(head, head.length + FLOATS * Float.BYTES);
  }

  private static void await(long leased) {
    long giveUp = System.nanoTime() + PATIENCE_NANOS;
    while (memory("leased") != leased) {
      assertThat(System.nanoTime())
          .as("leased is %s, not %d", memory("leased"), leased)
          .isLessThan(giveUp);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(60));
    }
  }

  private static double memory(String kind) {
    String series = "serving_request_memory_bytes{kind=\"" + kind + "\"}";
    return given()
        .port(SALVER.managementPort())
        .get("/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .sum();
  }
}
