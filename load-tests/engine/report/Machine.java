package engine.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** On what the numbers were measured. */
final class Machine {

  private Machine() {}

  static String describe() throws IOException {
    String processor =
        Files.readString(Path.of("/proc/cpuinfo"))
            .lines()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
            .orElse("unknown processor");
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[2];
    return "%d processors (%s), Java %s, load average of the last 15 minutes %s. The load generator runs on the same processors."
        .formatted(Runtime.getRuntime().availableProcessors(), processor, Runtime.version(), load);
  }
}
