package io.salver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A real Prometheus (Debian's package) as a process of its own, on 127.0.0.1 with a folder of its
 * own, that scrapes every second.
 */
public final class PrometheusServer implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;
  private final Path output;

  private PrometheusServer(Process process, int port, Path output) {
    this.process = process;
    this.port = port;
    this.output = output;
  }

  /** Whether the package is installed. */
  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts one.
   *
   * @param folder takes its data, configuration and output
   * @param targets the processes to scrape, by the label {@code pod}
   * @param rules the text of its rules, in YAML
   * @param features what is switched on, for example {@code exemplar-storage}
   */
  public static PrometheusServer start(
      Path folder, Map<String, SalverProcess> targets, String rules, String features) {
    try {
      int port = FreePorts.one();
      Files.writeString(folder.resolve("rules.yaml"), rules);
      Files.writeString(folder.resolve("prometheus.yaml"), configuration(targets));
      Path output = folder.resolve("output");
      List<String> command =
          List.of(
              PROGRAM.toString(),
              "--config.file=" + folder.resolve("prometheus.yaml"),
              "--storage.tsdb.path=" + folder.resolve("data"),
              "--web.listen-address=127.0.0.1:" + port,
              "--enable-feature=" + features);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      PrometheusServer server = new PrometheusServer(process, port, output);
      server.await("it is ready", server::isReady);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The series that an expression has now. */
  public List<JsonNode> query(String expression) {
    return data("/api/v1/query?query=" + encoded(expression)).path("result").valueStream().toList();
  }

  /** What an address of its interface says. */
  public JsonNode data(String path) {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    try {
      return JSON.readTree(response.body()).path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text as a part of an address. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The names of the alerts that fire. */
  public List<String> firing() {
    List<String> firing = new ArrayList<>();
    for (JsonNode alert : data("/api/v1/alerts").path("alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        firing.add(alert.at("/labels/alertname").asText());
      }
    }
    return firing;
  }

  /** Waits until every target was scraped so many times more. */
  public void awaitScrapes(int times) {
    double before = scrapes();
    await(times + " scrapes", () -> scrapes() >= before + times);
  }

  /** Waits for something, with a bound. */
  public void await(String what, BooleanSupplier holds) {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(process.isAlive() && System.nanoTime() < giveUp)
          .as(() -> "in time: " + what + "\n" + text(output))
          .isTrue();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    client.close();
  }

  /** Of the target that was scraped least. */
  private double scrapes() {
    return query("min(sum_over_time(up[10m]))").stream()
        .mapToDouble(each -> each.path("value").path(1).asDouble())
        .findFirst()
        .orElse(0);
  }

  private static String configuration(Map<String, SalverProcess> targets) {
    StringBuilder text =
        new StringBuilder(
            """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
            rule_files: [rules.yaml]
            scrape_configs:
              - job_name: salver
                static_configs:
            """);
    targets.forEach(
        (pod, salver) ->
            text.append("      - targets: ['127.0.0.1:%d']\n".formatted(salver.managementPort()))
                .append("        labels: {namespace: models, pod: %s}\n".formatted(pod)));
    return text.toString();
  }

  private boolean isReady() {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false; // not listening yet
    }
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
