package io.salver.monitor.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * A new file to whose end things are written, each wholly or not at all. For one thread; whoever
 * makes it closes it.
 */
public final class GrowingFile implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private final Instant since;
  private boolean isTorn;

  private GrowingFile(Path path, FileChannel channel, Instant since) {
    this.path = path;
    this.channel = channel;
    this.since = since;
  }

  /** An empty file, where none is. */
  public static GrowingFile create(Path path, Instant now) throws IOException {
    return new GrowingFile(
        path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), now);
  }

  public Path path() {
    return path;
  }

  /** Bytes in it. */
  public long size() throws IOException {
    return channel.size();
  }

  /** Whether it has been there for {@code age}. */
  public boolean isOlderThan(Duration age, Instant now) {
    return Duration.between(since, now).compareTo(age) >= 0;
  }

  /**
   * Whether something that was not wholly written could not be taken back. It is closed then, and
   * readers skip its torn end.
   */
  public boolean isTorn() {
    return isTorn;
  }

  /**
   * Writes to its end; then the operating system has it.
   *
   * @throws IOException when it cannot; nothing of it is there, unless {@link #isTorn}
   */
  public void append(ByteBuffer bytes) throws IOException {
    long end = channel.size();
    try {
      long at = end;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException refused) {
      undo(end, refused);
      throw refused;
    }
  }

  private void undo(long end, IOException refused) {
    try {
      channel.truncate(end);
    } catch (IOException torn) {
      refused.addSuppressed(torn);
      isTorn = true;
      try {
        channel.close();
      } catch (IOException lost) {
        refused.addSuppressed(lost);
      }
    }
  }

  /** Sees all of it to the disk. */
  @Override
  public void close() throws IOException {
    try (channel) {
      channel.force(true);
    }
  }
}
