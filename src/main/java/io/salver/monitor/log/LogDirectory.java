package io.salver.monitor.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The files of a log: names that sort by time, and the bound of all together. For one thread, but
 * for the count.
 */
public final class LogDirectory {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final long total;
  private final String suffix;
  private final AtomicLong removed = new AtomicLong();
  private long sequence;

  /**
   * The files that end in {@code suffix}.
   *
   * @param suffix with its dot
   */
  public LogDirectory(FileSettings settings, String suffix) {
    this.directory = settings.directory();
    this.total = settings.total();
    this.suffix = suffix;
  }

  /** Files that were removed because all together were too large. */
  public long removed() {
    return removed.get();
  }

  /**
   * A name that no file has yet, below the directory, which is made if need be.
   *
   * @param stem what the name begins with
   */
  public Path next(String stem, Instant now) throws IOException {
    Files.createDirectories(directory);
    Path path;
    do {
      sequence++;
      path = directory.resolve("%s-%s-%06d%s".formatted(stem, TIME.format(now), sequence, suffix));
    } while (Files.exists(path));
    return path;
  }

  /** Removes the oldest files until all together are small enough, but none of {@code open}. */
  public void bound(List<Path> open) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(file -> file.getFileName().toString().endsWith(suffix)).forEach(files::add);
    }
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    files.removeAll(open);
    files.sort(Comparator.comparing(LogDirectory::modified).thenComparing(Path::compareTo));
    for (Path oldest : files) {
      if (size <= total) {
        return;
      }
      size -= Files.size(oldest);
      Files.delete(oldest);
      removed.incrementAndGet();
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }
}
