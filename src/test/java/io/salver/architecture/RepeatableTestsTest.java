package io.salver.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests do the same in every run, and wait for what happens rather than for time to pass. */
final class RepeatableTestsTest {

  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern WITHOUT_SEED =
      Pattern.compile("(?m)^ *@Property(?!\\(([^)]*\\b)?seed = )");
  private static final Pattern SLEEP =
      Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.\\w+\\.sleep\\(");

  @Test
  void properties_have_a_seed() throws IOException {
    assertThat(with(WITHOUT_SEED)).isEmpty();
  }

  @Test
  void nobody_sleeps() throws IOException {
    assertThat(with(SLEEP)).isEmpty();
  }

  private static List<Path> with(Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> pattern.matcher(text(file)).find())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
