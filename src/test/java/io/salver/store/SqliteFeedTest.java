package io.salver.store;

import io.salver.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

final class SqliteFeedTest extends ChangeFeedProperties<JdbcStore> {

  private static Path directory;
  private static JdbcStore store;

  @BeforeContainer
  static void open() throws IOException {
    directory = Files.createTempDirectory("salver-store");
    store = JdbcStore.of(StoreSettings.embedded(directory), Clock.systemUTC(), Ticker.SYSTEM);
  }

  @AfterContainer
  static void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  protected JdbcStore store() {
    return store;
  }
}
