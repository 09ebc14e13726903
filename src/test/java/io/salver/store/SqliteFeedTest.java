package io.salver.store;

import io.salver.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

final class SqliteFeedTest extends ChangeFeedProperties<JdbcStore> {

  private static Path directory = Path.of("");
  private static @Nullable JdbcStore store;

  @BeforeContainer
  static void open() throws IOException {
    directory = Files.createTempDirectory("salver-store");
    store = JdbcStore.of(StoreSettings.embedded(directory), Clock.systemUTC(), Ticker.SYSTEM);
  }

  @AfterContainer
  static void close() throws IOException {
    Objects.requireNonNull(store).close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  protected JdbcStore store() {
    return Objects.requireNonNull(store);
  }
}
