package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.testkit.Eventually;
import io.salver.testkit.SalverProcess;
import io.salver.testkit.Scrape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that mean harm or nothing, those of src/test/resources/hostile-media and mutations of them,
 * as bytes and in forms that are broken too, against the shipped models. The load tests send more
 * of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileMediaIT {

  private static final Path CORPUS = Path.of("src/test/resources/hostile-media");
  private static final String IMAGES = "/v1/images/classify?model=fashion-mnist";
  private static final String SOUNDS = "/v1/audio/transcriptions?model=digits";
  private static final int MUTATIONS = 1_000;
  private static final long SEED = 17;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final SalverProcess salver = SalverProcess.shared();

  @AfterAll
  void stop() {
    client.close();
  }

  static Stream<Path> files() throws IOException {
    try (Stream<Path> list = Files.list(CORPUS)) {
      return list.filter(file -> !file.endsWith("README.md")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void every_file_gets_the_answer_that_its_name_says(Path file)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = post(path(file), Files.readAllBytes(file), "");
    String expected = file.getFileName().toString().split("-", -1)[0];
    switch (expected) {
      case "ok" -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      case "bad" -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      case "large" -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
      default -> assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400, 413);
    }
  }

  @Test
  void mutations_are_answered_or_refused_and_leave_no_memory_behind()
      throws IOException, InterruptedException {
    List<Path> corpus = files().toList();
    Random random = new Random(SEED);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int number = 0; number < MUTATIONS; number++) {
      Path file = corpus.get(random.nextInt(corpus.size()));
      byte[] body = Mutations.mutate(Files.readAllBytes(file), random);
      String type = "";
      if (random.nextBoolean()) {
        type = "multipart/form-data; boundary=x";
        body = form(path(file).startsWith("/v1/images") ? "image" : "file", body);
        body = random.nextBoolean() ? Mutations.mutate(body, random) : body;
      }
      HttpResponse<String> answer = post(path(file), body, type);
      statuses.merge(answer.statusCode(), 1, Integer::sum);
      assertThat(answer.statusCode())
          .as("mutation %d of %s: %s", number, file, answer.body())
          .isIn(200, 400, 413);
      assertThat(answer.body()).isNotBlank();
    }
    assertThat(statuses).containsKeys(200, 400);
    Eventually.holds(
        () ->
            assertThat(Scrape.of(salver).sum("serving_request_memory_bytes", "kind", "leased"))
                .as(statuses.toString())
                .isZero());
  }

  private static byte[] form(String name, byte[] file) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--x\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"f\"\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(file);
    form.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  private static String path(Path file) {
    String name = file.getFileName().toString();
    boolean isSound = Stream.of(".wav", ".flac", ".ogg", ".mp3").anyMatch(name::endsWith);
    return isSound ? SOUNDS : IMAGES;
  }

  private HttpResponse<String> post(String path, byte[] body, String type)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + salver.httpPort() + path))
            .timeout(Duration.ofMinutes(2))
            .POST(BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
