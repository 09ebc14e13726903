package io.salver.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.recommend.catalogue.NumberedChange;
import io.salver.time.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KilledProcessTest {

  private static final int ROUNDS = 3;
  private static final int WRITES_BEFORE_THE_KILL = 150;

  @TempDir Path directory = Path.of("");

  @Test
  void nothing_acknowledged_is_lost_and_nothing_is_there_in_part() throws Exception {
    long acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged = writeUntilKilled(acknowledged + 1);
      long kept = verify(acknowledged);
      acknowledged = kept;
    }
  }

  /** The last number that the process told of before it was killed in the middle of its work. */
  private long writeUntilKilled(long first) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            WritingProcess.class.getName(),
            directory.toString(),
            Long.toString(first));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    long last = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        last = Long.parseLong(line);
        if (last == first + WRITES_BEFORE_THE_KILL) {
          process.toHandle().destroyForcibly(); // leaves what it wrote to be read
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(last).isGreaterThanOrEqualTo(first + WRITES_BEFORE_THE_KILL);
    return last;
  }

  /** How many writes are there; they may be more than were told of. */
  private long verify(long acknowledged) {
    ReplayedCatalogue found = new ReplayedCatalogue();
    try (JdbcStore store =
        JdbcStore.of(StoreSettings.embedded(directory), Clock.systemUTC(), Ticker.SYSTEM)) {
      List<NumberedChange> page;
      do {
        page = store.after(WritingProcess.SHOP, found.sequence(), 1_000);
        found.apply(page);
      } while (!page.isEmpty());
    }
    long kept = found.events().size();
    assertThat(kept).isGreaterThanOrEqualTo(acknowledged);
    ReplayedCatalogue expected = new ReplayedCatalogue();
    for (long number = 1; number <= kept; number++) {
      WritingProcess.changes(number).forEach(expected::apply);
    }
    assertThat(found).isEqualTo(expected);
    return kept;
  }
}
