package io.salver.app;

import io.salver.testkit.SalverProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Where new HTTP connections go: to the first replica that is ready, as its probe found it every
 * 200 ms; so, as in a cluster, late. Thread-safe; closing it ends the probes.
 */
final class ReadyReplica implements AutoCloseable {

  private static final int PERIOD_MILLIS = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();
  private final List<SalverProcess> replicas;
  private volatile int port;

  ReadyReplica(List<SalverProcess> replicas) {
    this.replicas = replicas;
    this.port = replicas.getFirst().httpPort();
    Future<?> _ = probes.scheduleAtFixedRate(this::probe, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    probes.shutdownNow();
    http.close();
  }

  private void probe() {
    replicas.stream()
        .filter(this::isReady)
        .findFirst()
        .ifPresent(replica -> port = replica.httpPort());
  }

  private boolean isReady(SalverProcess replica) {
    URI ready = URI.create("http://127.0.0.1:" + replica.managementPort() + "/q/health/ready");
    HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(1)).build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException gone) {
      return false;
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
