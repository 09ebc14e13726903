package io.salver.monitor.parquet;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.log.FileSettings;
import io.salver.monitor.log.LogDirectory;
import io.salver.monitor.log.LogSink;
import io.salver.monitor.log.RotatingFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A log of Parquet files {@code <model>-<version>-<time>-<number>.parquet}, whose columns are those
 * of {@link RecordColumns}. A Parquet file cannot be read before it is finished; so records go to
 * the end of a file {@code _predictions-<time>-<number>.spool} first, where a crash of the process
 * loses nothing of them, and that becomes Parquet, a file for each version, when it is large or old
 * enough or the log is closed. What another process left behind becomes Parquet with the first
 * batch. Where that fails, as on a full disk, it is tried again with each spool that follows. For
 * one thread.
 */
public final class ParquetFiles implements LogSink {

  private static final Logger LOG = System.getLogger(ParquetFiles.class.getName());
  private static final String SPOOL = ".spool";
  private static final String PARQUET = ".parquet";

  private final LogDirectory directory;
  private final RotatingFile spool;

  /** A log that makes its first file when there is something to write. */
  public ParquetFiles(FileSettings settings, InstantSource clock) {
    this.directory = new LogDirectory(settings, SPOOL, PARQUET);
    this.spool =
        new RotatingFile(settings, directory, "_predictions", SPOOL, _ -> convert(), clock);
  }

  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public int write(List<Observation> records) throws IOException {
    spool.append(Spool.bytes(records));
    return 0;
  }

  /** Files that were removed because all together were too large. */
  public long removed() {
    return directory.removed();
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }

  /** Makes Parquet of all that waits for it; none is open. What fails, waits on. */
  private void convert() throws IOException {
    for (Path spool : directory.files(SPOOL)) {
      try {
        convert(spool);
      } catch (IOException refused) {
        LOG.log(
            Level.WARNING,
            () -> "%s could not become Parquet; it is tried again later".formatted(spool),
            refused);
      }
    }
  }

  private static void convert(Path spool) throws IOException {
    Map<ModelId, RecordColumns> models = new LinkedHashMap<>();
    Spool.read(
        spool,
        record -> models.computeIfAbsent(record.model(), _ -> new RecordColumns()).see(record));
    for (Map.Entry<ModelId, RecordColumns> each : models.entrySet()) {
      convert(spool, each.getKey(), each.getValue());
    }
    Files.delete(spool);
  }

  /** The name says which spool it was, so that one that is converted again replaces itself. */
  private static void convert(Path spool, ModelId model, RecordColumns columns) throws IOException {
    String part = spool.getFileName().toString().replace("_predictions", "").replace(SPOOL, "");
    String safe = model.name().replaceAll("[^A-Za-z0-9._-]", "_");
    String name = "%s-%d%s%s".formatted(safe, model.version(), part, PARQUET);
    Path unfinished = spool.resolveSibling("." + name);
    try {
      try (ParquetWriter writer = new ParquetWriter(unfinished, columns.columns())) {
        Spool.read(
            spool,
            record -> {
              if (record.model().equals(model)) {
                writer.add(columns.row(record));
              }
            });
        writer.finish(Map.of("model", model.name(), "version", Long.toString(model.version())));
      }
      Files.move(unfinished, spool.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
