package io.salver.monitor.kafka;

import io.salver.testkit.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker, its own controller (KRaft), as a process of its own that can be killed and
 * started again on the same port and files. For one thread; whoever makes it closes it.
 */
final class TestBroker implements AutoCloseable {

  private static final int START_SECONDS = 120;

  private final Path directory;
  private final int port = FreePorts.one();
  private final int controllerPort = FreePorts.one();
  private @Nullable Process process;

  /** Formats its storage below {@code directory}; starts nothing. */
  TestBroker(Path directory) throws Exception {
    this.directory = directory;
    String storage = Files.createDirectories(directory.resolve("storage")).toString();
    new Formatter()
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(1)
        .addDirectory(storage)
        .setMetadataLogDirectory(storage)
        .setControllerListenerName("CONTROLLER")
        .run();
    Files.writeString(
        directory.resolve("server.properties"),
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        controller.listener.names=CONTROLLER
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        group.initial.rebalance.delay.ms=0
        """
            .formatted(port, controllerPort, storage));
  }

  /** Where clients find it. */
  String address() {
    return "127.0.0.1:" + port;
  }

  /** Starts it, and waits until it answers. */
  void start() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "kafka.Kafka",
                directory.resolve("server.properties").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("broker.log").toFile()));
    builder.environment().put("CLASSPATH", classPath());
    process = builder.start();
    try (Admin admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                START_SECONDS * 1_000))) {
      var unused = admin.describeCluster().nodes().get(START_SECONDS, TimeUnit.SECONDS);
    } catch (Exception dead) {
      throw new IllegalStateException(
          "the broker does not answer: " + Files.readString(directory.resolve("broker.log")), dead);
    }
  }

  /** Ends it without a goodbye. */
  void kill() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroyForcibly();
      running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** Archives only: what the project compiles is not needed. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":", -1))
        .filter(each -> each.endsWith(".jar"))
        .collect(Collectors.joining(":"));
  }
}
