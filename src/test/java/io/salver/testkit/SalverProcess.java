package io.salver.testkit;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The packaged application as a process of its own, on free ports, as a user runs it; but for the
 * times within which recommendations are answered in full and labels wait for their predictions,
 * which a busy machine needs longer, and for the JVM's optimising compiler, without which a process
 * starts in half the time. Closing it sends SIGTERM and waits for the drain. Its output goes to
 * {@link #log()}.
 */
public final class SalverProcess implements AutoCloseable {

  private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 5;
  private static final Pattern PORT_TAKEN =
      Pattern.compile("address already in use|already bound|in use by another", CASE_INSENSITIVE);

  private final Process process;
  private final int httpPort;
  private final int grpcPort;
  private final int managementPort;
  private final Path log;

  private SalverProcess(Process process, int[] ports, Path log) {
    this.process = process;
    this.httpPort = ports[0];
    this.grpcPort = ports[1];
    this.managementPort = ports[2];
    this.log = log;
  }

  /** The one that serves the bundled models, started at the first call and stopped with the JVM. */
  public static SalverProcess shared() {
    return Shared.INSTANCE;
  }

  /**
   * Starts one with these system properties and waits until its management port answers {@code
   * /q/health/started}. One that finds a port taken is started again on others.
   */
  public static SalverProcess start(Map<String, String> systemProperties) {
    for (int attempt = 1; ; attempt++) {
      SalverProcess salver = launch(systemProperties);
      if (salver.isStarted()) {
        return salver;
      }
      salver.process.destroyForcibly();
      String log = salver.log();
      if (attempt == ATTEMPTS || !PORT_TAKEN.matcher(log).find()) {
        throw new IllegalStateException("Salver did not start:\n" + log);
      }
    }
  }

  private static SalverProcess launch(Map<String, String> systemProperties) {
    try {
      int[] ports = {FreePorts.one(), FreePorts.one(), FreePorts.one()};
      Path log = Files.createTempFile("salver-", ".log");
      Process process =
          new ProcessBuilder(command(systemProperties, ports))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new SalverProcess(process, ports, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int httpPort() {
    return httpPort;
  }

  public int grpcPort() {
    return grpcPort;
  }

  public int managementPort() {
    return managementPort;
  }

  /** Everything it has written to its standard output and error so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM, waits for the drain and answers the exit status: 143 after an orderly stop. */
  public int stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("Salver did not stop within " + STOP_LIMIT + ":\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }

  /** Sends SIGKILL: it ends at once, in the middle of whatever it does. */
  public void kill() throws IOException {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    stop();
  }

  private static List<String> command(Map<String, String> systemProperties, int[] ports)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dquarkus.http.host=127.0.0.1");
    command.add("-Dquarkus.http.port=" + ports[0]);
    command.add("-Dquarkus.grpc.server.port=" + ports[1]);
    command.add("-Dquarkus.management.port=" + ports[2]);
    Path data = Files.createTempDirectory("salver-data-");
    command.add("-Dsalver.store.directory=" + data);
    command.add("-Dsalver.recommenders.snapshots=" + data.resolve("snapshots"));
    command.add("-Dsalver.recommenders.timeout=30s");
    command.add("-Dsalver.feedback.patience=6s");
    systemProperties.forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-jar");
    command.add(APPLICATION.toString());
    return command;
  }

  /** Waits for it; whether it came. */
  private boolean isStarted() {
    long giveUp = System.nanoTime() + START_LIMIT.toNanos();
    URI started = URI.create("http://127.0.0.1:" + managementPort + "/q/health/started");
    HttpRequest request = HttpRequest.newBuilder(started).timeout(Duration.ofSeconds(5)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() < giveUp) {
        if (answers(client, request)) {
          return true;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
      return false;
    }
  }

  private static boolean answers(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static final class Shared {
    static final SalverProcess INSTANCE = start(Map.of());

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(INSTANCE::close, "salver-stop"));
    }
  }
}
