package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.telemetry.Boards.Asked;
import io.salver.telemetry.Boards.Question;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoardsTest {

  private static final Path BOARDS = Path.of("k8s/monitoring/dashboards");
  private static final Path SCRIPT = Path.of("k8s/monitoring/dashboards.py");

  @TempDir Path folder = Path.of("");

  @Test
  void the_boards_are_what_the_script_writes() throws IOException, InterruptedException {
    Assumptions.assumeTrue(new File("/usr/bin/python3").canExecute(), "no python3");
    Files.copy(SCRIPT, folder.resolve("dashboards.py"));
    Process script =
        new ProcessBuilder("/usr/bin/python3", "dashboards.py")
            .directory(folder.toFile())
            .inheritIO()
            .start();
    assertThat(script.waitFor()).isZero();
    try (Stream<Path> boards = Files.list(BOARDS)) {
      for (Path board : boards.toList()) {
        Path written = folder.resolve("dashboards").resolve(board.getFileName());
        assertThat(written).hasSameTextualContentAs(board);
      }
    }
  }

  @Test
  void there_are_four_boards_and_no_variable_is_left_open() throws IOException {
    List<Question> panels = Boards.panels();
    assertThat(panels.stream().map(panel -> panel.where().split(",", 2)[0]).distinct())
        .containsExactly("capacity.json", "drift.json", "rollout.json", "service.json");
    assertThat(panels).noneMatch(panel -> panel.expression().contains("$"));
  }

  @Test
  void what_an_expression_asks_for_is_read_out_of_it() {
    assertThat(
            Boards.asked(
                "sum by (namespace, model) (rate(serving_requests_total{reason=\"ok\"}[5m])) / on"
                    + " (model) group_left serving_queue_limit > 0.5 and"
                    + " salver:request_errors:ratio_rate5m{model!=\"a\"} > 1"))
        .containsExactlyInAnyOrder(
            new Asked("serving_requests_total", List.of("reason")),
            new Asked("serving_queue_limit", List.of()),
            new Asked("salver:request_errors:ratio_rate5m", List.of("model")));
  }
}
