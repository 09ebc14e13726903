package io.salver.monitor.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of a log that is written now: when it is large or old enough it is finished, and what
 * comes next begins another. One to which something could be written only in part, which could not
 * be taken back, is left as it is, with its torn end. For one thread; whoever makes it closes it.
 */
public final class RotatingFile implements AutoCloseable {

  /** What becomes of files that are finished. */
  public interface Finishing {

    /**
     * None is open any more, and none is begun before this returns.
     *
     * @param closed which has just been closed; absent where none was open
     */
    void finished(Optional<Path> closed) throws IOException;
  }

  private final FileSettings settings;
  private final LogDirectory directory;
  private final String stem;
  private final String suffix;
  private final Finishing finishing;
  private final InstantSource clock;
  private @Nullable GrowingFile open;

  /**
   * One that is made when there is something to write.
   *
   * @param stem what names of files begin with
   * @param suffix what they end in, with its dot
   */
  public RotatingFile(
      FileSettings settings,
      LogDirectory directory,
      String stem,
      String suffix,
      Finishing finishing,
      InstantSource clock) {
    this.settings = settings;
    this.directory = directory;
    this.stem = stem;
    this.suffix = suffix;
    this.finishing = finishing;
    this.clock = clock;
  }

  /**
   * Writes to its end; then the operating system has it.
   *
   * @throws IOException when it cannot, or when a file cannot be finished
   */
  public void append(byte[] bytes) throws IOException {
    GrowingFile file = current();
    try {
      file.append(ByteBuffer.wrap(bytes));
    } finally {
      if (file.isTorn()) {
        open = null;
      }
    }
    if (file.size() >= settings.size()) {
      close();
    }
  }

  /** Finishes what is open; what is written afterwards begins another file. */
  @Override
  public void close() throws IOException {
    GrowingFile file = open;
    open = null;
    if (file != null) {
      file.close();
    }
    finishing.finished(Optional.ofNullable(file).map(GrowingFile::path));
  }

  private GrowingFile current() throws IOException {
    GrowingFile present = open;
    if (present != null && !present.isOlderThan(settings.age(), clock.instant())) {
      return present;
    }
    close();
    GrowingFile next =
        GrowingFile.create(directory.next(stem, suffix, clock.instant()), clock.instant());
    open = next;
    directory.bound(List.of(next.path()));
    return next;
  }
}
