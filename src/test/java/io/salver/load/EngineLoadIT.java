package io.salver.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the harness of load-tests/engine briefly, for what must hold on every machine. */
final class EngineLoadIT {

  private static final int LIMIT_SECONDS = 600;

  @Test
  void hostile_requests_are_the_clients_fault_and_harm_nobody()
      throws IOException, InterruptedException {
    assertSound("hostile", "--requests", "2000");
  }

  @Test
  void no_answer_is_lost_mixed_or_stale_while_a_model_is_reloaded()
      throws IOException, InterruptedException {
    assertSound("reload", "--reloads", "40");
  }

  /** The harness ends with status 0 when everything holds, and stops what it started. */
  private static void assertSound(String scenario, String option, String value)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(Path.of("target/load-tests", scenario));
    Path log = directory.resolve("harness.log");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("load-tests/engine.sh", scenario, option, value));
    command.addAll(List.of("--out", directory.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // It is compiled at each start, and little of it runs for long.
    builder.environment().put("HARNESS_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
          .as("%s ended in time:%n%s", scenario, Files.readString(log))
          .isTrue();
    } finally {
      process.destroy();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }
}
