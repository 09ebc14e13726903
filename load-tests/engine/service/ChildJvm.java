package engine.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Java process that ends with the harness: closing it sends SIGTERM, then SIGKILL; a shutdown
 * hook does so when the harness itself is stopped. The class path travels in the environment,
 * because ONNX Runtime 1.29.0 crashes at its start when the command line of the process passes 4
 * KB.
 */
public final class ChildJvm implements AutoCloseable {

  private static final int STOP_SECONDS = 40;

  private final Process process;
  private final Path log;
  private final Thread hook;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.hook = new Thread(process::destroyForcibly, "stop-child");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts {@code java arguments…}; what it prints goes to {@code log}. */
  public static ChildJvm start(Path log, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new ChildJvm(process, log);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public ProcessStatus status() {
    return new ProcessStatus(process.pid());
  }

  public Path log() {
    return log;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IllegalStateException stopping) {
      // the hook runs already
    }
  }
}
