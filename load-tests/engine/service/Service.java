package engine.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The packaged service, on free loopback ports, with a repository of the harness. */
public final class Service implements AutoCloseable {

  private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final ChildJvm process;
  private final int[] ports;
  private final HttpClient http = HttpClient.newHttpClient();

  private Service(ChildJvm process, int[] ports) {
    this.process = process;
    this.ports = ports;
  }

  /** Starts it with further options of the JVM and waits until it is ready. */
  public static Service start(Repository repository, Path log, List<String> options)
      throws IOException, InterruptedException {
    return start(repository, repository.root().resolveSibling("none"), log, options);
  }

  /** Starts it with recommenders as well. */
  public static Service start(
      Repository repository, Path recommenders, Path log, List<String> options)
      throws IOException, InterruptedException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    int[] ports = {Ports.free(), Ports.free(), Ports.free()};
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(
        List.of(
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.grpc.server.host=127.0.0.1",
            "-Dquarkus.management.host=127.0.0.1",
            "-Dquarkus.http.port=" + ports[0],
            "-Dquarkus.grpc.server.port=" + ports[1],
            "-Dquarkus.management.port=" + ports[2],
            "-Dsalver.models.repository=" + repository.root(),
            "-Dsalver.recommenders.directory=" + recommenders,
            "-jar",
            APPLICATION.toString()));
    Service service = new Service(ChildJvm.start(log, arguments), ports);
    try {
      service.awaitReady();
      return service;
    } catch (IOException | InterruptedException | RuntimeException failure) {
      service.close();
      throw failure;
    }
  }

  public int httpPort() {
    return ports[0];
  }

  public int grpcPort() {
    return ports[1];
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public ProcessStatus status() {
    return process.status();
  }

  /** What it shows to Prometheus now. */
  public Metrics metrics() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + ports[2] + "/metrics");
    return Metrics.parse(
        http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    process.close();
    http.close();
  }

  private void awaitReady() throws IOException, InterruptedException {
    URI ready = URI.create("http://127.0.0.1:" + ports[2] + "/q/health/ready");
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
    long giveUp = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers(request)) {
      if (!process.isAlive() || System.nanoTime() > giveUp) {
        throw new IOException("the service did not start:\n" + Files.readString(process.log()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean answers(HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notListeningYet) {
      return false;
    }
  }
}
