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
  private final List<String> suffixes;
  private final AtomicLong removed = new AtomicLong();
  private long sequence;

  /**
   * The files that end in one of {@code suffixes}.
   *
   * @param suffixes with their dots
   */
  public LogDirectory(FileSettings settings, String... suffixes) {
    this.directory = settings.directory();
    this.total = settings.total();
    this.suffixes = List.of(suffixes);
  }

  /** Files that were removed because all together were too large. */
  public long removed() {
    return removed.get();
  }

  /**
   * A name below the directory, which is made if need be. No file has its time and number yet,
   * whatever else its name is.
   *
   * @param stem what the name begins with
   * @param suffix what it ends in, with its dot
   */
  public Path next(String stem, String suffix, Instant now) throws IOException {
    Files.createDirectories(directory);
    List<String> names = all().stream().map(LogDirectory::name).toList();
    while (true) {
      sequence++;
      String part = "-%s-%06d".formatted(TIME.format(now), sequence);
      if (names.stream().noneMatch(name -> name.contains(part + "."))) {
        return directory.resolve(stem + part + suffix);
      }
    }
  }

  /** The files that end in {@code suffix}, by name; none when there is no directory. */
  public List<Path> files(String suffix) throws IOException {
    return all().stream().filter(file -> name(file).endsWith(suffix)).sorted().toList();
  }

  /** Removes the oldest files until all together are small enough, but none of {@code open}. */
  public void bound(List<Path> open) throws IOException {
    List<Path> files = new ArrayList<>(all());
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

  private List<Path> all() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> suffixes.stream().anyMatch(name(file)::endsWith)).toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }
}
