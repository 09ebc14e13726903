package engine.media;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends files to the typed tasks; one for each connection. Not thread-safe. */
public final class MediaClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  public MediaClient(int port) {
    this.port = port;
  }

  /**
   * What came.
   *
   * @param millis by part, as Server-Timing has them; empty for a failure
   */
  public record Reply(int status, String body, Map<String, Double> millis) {}

  public Reply post(String path, byte[] body, String type)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    return new Reply(
        answer.statusCode(),
        answer.body(),
        timing(answer.headers().firstValue("server-timing").orElse("")));
  }

  public String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }

  @Override
  public void close() {
    client.close();
  }

  private static Map<String, Double> timing(String field) {
    Map<String, Double> millis = new LinkedHashMap<>();
    for (String metric : field.isEmpty() ? new String[0] : field.split(", ")) {
      String[] parts = metric.split(";dur=");
      millis.put(parts[0], Double.parseDouble(parts[1]));
    }
    return millis;
  }
}
