package engine.scenario;

import engine.Bench;
import engine.service.ChildJvm;
import engine.stats.Trend.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link engine.child.LeakingSessions} as a process of its own, for controls. */
final class LeakProcess {

  private LeakProcess() {}

  /** Its resident memory after each of so many loads; {@code mode} is leak or close. */
  static List<Point> run(Bench bench, String mode, int loads) throws Exception {
    Path log = bench.directory("reload").resolve("control-" + mode + ".log");
    List<String> arguments =
        List.of(
            "-Xms64m",
            "-Xmx64m",
            "-XX:+AlwaysPreTouch",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "load-tests/engine/child/LeakingSessions.java",
            mode,
            Integer.toString(loads));
    try (ChildJvm process = ChildJvm.start(log, arguments)) {
      while (process.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    return Files.readAllLines(log).stream()
        .filter(line -> line.matches("\\d+,\\d+"))
        .map(line -> line.split(","))
        .map(cells -> new Point(Double.parseDouble(cells[0]), Double.parseDouble(cells[1])))
        .toList();
  }
}
