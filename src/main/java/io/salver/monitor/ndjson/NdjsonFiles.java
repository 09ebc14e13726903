package io.salver.monitor.ndjson;

import io.salver.monitor.Observation;
import io.salver.monitor.log.FileSettings;
import io.salver.monitor.log.LogDirectory;
import io.salver.monitor.log.LogSink;
import io.salver.monitor.log.RotatingFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A log of files {@code predictions-<time>-<number>.ndjson}, which become {@code .ndjson.gz} when
 * they are finished, if that is wanted. A batch is one write to the end of the open file, handed to
 * the operating system when this returns: a crash of the process loses nothing of it, a crash of
 * the machine what had not reached the disk, which files reach when they are finished. Of a batch
 * that could not be written nothing is left in the file; where even that cannot be undone, the file
 * is finished and its last line may be torn, which readers skip. For one thread.
 */
public final class NdjsonFiles implements LogSink {

  private static final Logger LOG = System.getLogger(NdjsonFiles.class.getName());
  private static final String PLAIN = ".ndjson";
  private static final String COMPRESSED = ".ndjson.gz";

  private final LogDirectory directory;
  private final RotatingFile file;

  /**
   * A log that makes its first file when there is something to write.
   *
   * @param isCompressed whether finished files are
   */
  public NdjsonFiles(FileSettings settings, boolean isCompressed, InstantSource clock) {
    this.directory = new LogDirectory(settings, PLAIN, COMPRESSED);
    this.file =
        new RotatingFile(
            settings,
            directory,
            "predictions",
            PLAIN,
            closed -> closed.filter(_ -> isCompressed).ifPresent(NdjsonFiles::compress),
            clock);
  }

  @Override
  public String name() {
    return "ndjson";
  }

  @Override
  public int write(List<Observation> records) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Observation each : records) {
      lines.write(ObservationJson.bytes(each));
      lines.write('\n');
    }
    file.append(lines.toByteArray());
    return 0;
  }

  /** Files that were removed because all together were too large. */
  public long removed() {
    return directory.removed();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** One that cannot be compressed, as on a full disk, stays as it is. */
  private static void compress(Path plain) {
    String name = plain.getFileName() + ".gz";
    Path unfinished = plain.resolveSibling("." + name);
    try {
      try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
        Files.copy(plain, gzip);
      }
      Files.move(unfinished, plain.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(plain);
    } catch (IOException refused) {
      LOG.log(Level.WARNING, () -> plain + " stays as it is, it cannot be compressed", refused);
      forget(unfinished);
    }
  }

  private static void forget(Path unfinished) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException stuck) {
      LOG.log(Level.WARNING, () -> unfinished + " cannot be removed", stuck);
    }
  }
}
