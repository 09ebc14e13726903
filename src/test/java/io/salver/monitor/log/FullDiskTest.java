package io.salver.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.monitor.ndjson.NdjsonFiles;
import io.salver.monitor.parquet.ParquetFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a file system of one megabyte, which only root may make; skipped for others. */
@Timeout(300)
class FullDiskTest {

  private static final LogBounds BOUNDS =
      new LogBounds(100, 100_000, 10, 2, Duration.ofMillis(1), Duration.ofSeconds(30));

  @TempDir Path directory = Path.of("");

  /** The sinks that write files. */
  enum Kind {
    NDJSON,
    NDJSON_GZ,
    PARQUET;

    private LogSink sink(FileSettings settings) {
      return switch (this) {
        case NDJSON -> new NdjsonFiles(settings, false, Clock.systemUTC());
        case NDJSON_GZ -> new NdjsonFiles(settings, true, Clock.systemUTC());
        case PARQUET -> new ParquetFiles(settings, Clock.systemUTC());
      };
    }
  }

  @BeforeEach
  void mount() throws Exception {
    boolean isMounted =
        Files.isExecutable(Path.of("/usr/bin/mount"))
            && run("mount", "-t", "tmpfs", "-o", "size=1m", "none", directory.toString()) == 0;
    Assumptions.assumeTrue(isMounted, "file systems cannot be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "--lazy", "--quiet", directory.toString());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatAFullDiskDoesNotTakeIsCountedAndTheLogGoesOnWhenThereIsRoom(Kind kind)
      throws IOException {
    FileSettings settings =
        new FileSettings(directory.resolve("log"), 20_000, Duration.ofHours(1), 1 << 20);
    PredictionLog log =
        new PredictionLog(BOUNDS, 1, new LoggedModels(), Optional.empty(), kind.sink(settings));
    accept(log, "before", 20);
    await(log);
    assertThat(log.ledger()).isEqualTo(new Ledger(20, 20, 0, 0, 0));

    Path ballast = directory.resolve("ballast");
    fill(ballast);
    accept(log, "during", 500);
    await(log);
    assertThat(log.ledger().failed()).isPositive();
    assertThat(log.ledger().accepted()).isEqualTo(520);
    long before = log.ledger().written();

    Files.delete(ballast);
    accept(log, "after", 20);
    log.close();
    Ledger ledger = log.ledger();
    assertThat(ledger.written()).isEqualTo(before + 20);
    assertThat(ledger.written() + ledger.dropped() + ledger.failed()).isEqualTo(540);
    assertThat(rows(kind)).isEqualTo(ledger.written());
  }

  private static void accept(PredictionLog log, String name, int records) {
    for (int i = 0; i < records; i++) {
      log.accept(LogSinkContract.record(name + "-" + i));
    }
  }

  private static void await(PredictionLog log) {
    Ledger ledger = log.ledger();
    while (ledger.queued() > 0) {
      assertThat(ledger.written() + ledger.dropped() + ledger.failed() + ledger.queued())
          .isEqualTo(ledger.accepted());
      LockSupport.parkNanos(1_000_000);
      ledger = log.ledger();
    }
  }

  private static void fill(Path ballast) throws IOException {
    try (OutputStream file = Files.newOutputStream(ballast)) {
      byte[] piece = new byte[4_096];
      while (true) {
        file.write(piece);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  /** Records that readers find. */
  private long rows(Kind kind) throws IOException {
    long rows = 0;
    try (Stream<Path> files = Files.list(directory.resolve("log"))) {
      for (Path file : files.toList()) {
        rows +=
            switch (kind) {
              case NDJSON, NDJSON_GZ -> LogFiles.lines(file);
              case PARQUET -> LogFiles.rows(file);
            };
      }
    }
    return rows;
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
