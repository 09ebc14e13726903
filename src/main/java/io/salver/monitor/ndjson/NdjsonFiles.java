package io.salver.monitor.ndjson;

import io.salver.monitor.Observation;
import io.salver.monitor.log.FileSettings;
import io.salver.monitor.log.LogDirectory;
import io.salver.monitor.log.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log of files {@code predictions-<time>-<number>.ndjson}. A batch is one write to the end of the
 * open file, handed to the operating system when this returns: a crash of the process loses nothing
 * of it, a crash of the machine what had not reached the disk, which files reach when they are
 * finished. Of a batch that could not be written nothing is left in the file; where even that
 * cannot be undone, the file is finished and its last line may be torn, which readers skip. For one
 * thread.
 */
public final class NdjsonFiles implements LogSink {

  private static final String SUFFIX = ".ndjson";

  private final FileSettings settings;
  private final LogDirectory directory;
  private final InstantSource clock;
  private @Nullable OpenFile open;

  /** The file that is written to. */
  private record OpenFile(Path path, FileChannel channel, Instant since) {}

  /** A log that makes its first file when there is something to write. */
  public NdjsonFiles(FileSettings settings, InstantSource clock) {
    this.settings = settings;
    this.directory = new LogDirectory(settings, SUFFIX);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "ndjson";
  }

  @Override
  public void write(List<Observation> records) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Observation each : records) {
      lines.write(ObservationJson.bytes(each));
      lines.write('\n');
    }
    OpenFile file = current();
    append(file, ByteBuffer.wrap(lines.toByteArray()));
    if (file.channel().size() >= settings.size()) {
      finish();
    }
  }

  /** Files that were removed because all together were too large. */
  public long removed() {
    return directory.removed();
  }

  @Override
  public void close() throws IOException {
    finish();
  }

  private OpenFile current() throws IOException {
    OpenFile present = open;
    if (present != null
        && Duration.between(present.since(), clock.instant()).compareTo(settings.age()) < 0) {
      return present;
    }
    finish();
    Path path = directory.next("predictions", clock.instant());
    OpenFile next =
        new OpenFile(
            path,
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            clock.instant());
    open = next;
    directory.bound(List.of(path));
    return next;
  }

  private void append(OpenFile file, ByteBuffer lines) throws IOException {
    long end = file.channel().size();
    try {
      long at = end;
      while (lines.hasRemaining()) {
        at += file.channel().write(lines, at);
      }
    } catch (IOException refused) {
      undo(file, end, refused);
      throw refused;
    }
  }

  private void undo(OpenFile file, long end, IOException refused) {
    try {
      file.channel().truncate(end);
    } catch (IOException torn) {
      refused.addSuppressed(torn);
      open = null;
      try {
        file.channel().close();
      } catch (IOException lost) {
        refused.addSuppressed(lost);
      }
    }
  }

  private void finish() throws IOException {
    OpenFile file = open;
    open = null;
    if (file != null) {
      try (FileChannel channel = file.channel()) {
        channel.force(true);
      }
    }
  }
}
