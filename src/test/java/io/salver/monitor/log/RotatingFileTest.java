package io.salver.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {

  private static final String FIRST = "log-20260301T120000Z-000001.txt";
  private static final String SECOND = "log-20260301T120000Z-000002.txt";

  @TempDir Path directory = Path.of("");

  private final List<String> finished = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void filesGrowUntilTheyAreLarge() throws IOException {
    try (RotatingFile file = file(4, Long.MAX_VALUE)) {
      append(file, "a");
      append(file, "bcd");
      assertThat(finished).containsExactly("none", FIRST);
      append(file, "e");
      assertThat(content(FIRST)).isEqualTo("abcd");
      assertThat(content(SECOND)).isEqualTo("e");
    }
  }

  @Test
  void filesThatAreOldAreFinishedByWhatComesNext() throws IOException {
    try (RotatingFile file = file(1_000, Long.MAX_VALUE)) {
      append(file, "a");
      now = now.plus(Duration.ofMinutes(59));
      append(file, "b");
      assertThat(finished).containsExactly("none");
      now = now.plus(Duration.ofMinutes(1));
      append(file, "c");
      assertThat(finished).containsExactly("none", FIRST);
      assertThat(content("log-20260301T130000Z-000002.txt")).isEqualTo("c");
    }
  }

  @Test
  void whatIsOpenIsFinishedByCloseAndAnotherBeginsAfterIt() throws IOException {
    RotatingFile file = file(1_000, Long.MAX_VALUE);
    append(file, "a");
    file.close();
    file.close();
    assertThat(finished).containsExactly("none", FIRST, "none");
    append(file, "b");
    file.close();
    assertThat(content(SECOND)).isEqualTo("b");
  }

  @Test
  void nothingIsMadeWhereNothingIsWritten() throws IOException {
    file(1_000, Long.MAX_VALUE).close();
    assertThat(directory.resolve("log")).doesNotExist();
  }

  @Test
  void oldestFilesGoWhenAnotherBeginsAndAllAreTooLarge() throws IOException {
    try (RotatingFile file = file(2, 3)) {
      append(file, "aa");
      append(file, "bb");
      append(file, "c");
    }
    assertThat(directory.resolve("log").resolve(FIRST)).doesNotExist();
    assertThat(content(SECOND)).isEqualTo("bb");
  }

  /** What is not finished harms neither what was written nor what comes next. */
  @Test
  void filesThatCannotBeFinishedAreLeftBehind() throws IOException {
    RotatingFile file =
        new RotatingFile(
            settings(1_000, Long.MAX_VALUE),
            logs(Long.MAX_VALUE),
            "log",
            ".txt",
            closed -> {
              if (closed.isPresent()) {
                throw new IOException("no space");
              }
            },
            () -> now);
    append(file, "a");
    assertThatThrownBy(file::close).hasMessage("no space");
    append(file, "b");
    assertThat(content(FIRST)).isEqualTo("a");
    assertThat(content(SECOND)).isEqualTo("b");
    assertThatThrownBy(file::close).hasMessage("no space");
  }

  private RotatingFile file(long size, long total) {
    return new RotatingFile(
        settings(size, total), logs(total), "log", ".txt", this::finish, () -> now);
  }

  private void finish(Optional<Path> closed) {
    finished.add(closed.map(file -> file.getFileName().toString()).orElse("none"));
  }

  private FileSettings settings(long size, long total) {
    return new FileSettings(directory.resolve("log"), size, Duration.ofHours(1), total);
  }

  private LogDirectory logs(long total) {
    return new LogDirectory(settings(1, total), ".txt");
  }

  private static void append(RotatingFile file, String text) throws IOException {
    file.append(text.getBytes(StandardCharsets.UTF_8));
  }

  private String content(String name) throws IOException {
    return Files.readString(directory.resolve("log").resolve(name));
  }
}
