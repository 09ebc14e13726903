package io.salver.recommend.live;

import io.salver.recommend.catalogue.IdDirectory;
import io.salver.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What listeners computed, on disk, so that a start needs not compute it again: a directory with
 * the rows of the items, the position in the log up to which everything is in, and a directory per
 * listener. A snapshot replaces the one before as a whole; one that is damaged is as good as none.
 * Confined to one thread at a time, which only captures; another one writes.
 */
final class Snapshots {

  private static final System.Logger LOG = System.getLogger(Snapshots.class.getName());
  private static final String ROWS = "rows";
  private static final long MAGIC = 0x53414c5645520001L;

  private final Path directory;
  private final Duration every;
  private final Ticker ticker;
  private long savedAt;
  private long savedPosition = -1;
  private List<String> savedNames = List.of();
  private Thread writing = new Thread();

  /** Snapshots in {@code directory}, at most one in {@code every}. */
  Snapshots(Path directory, Duration every, Ticker ticker) {
    this.directory = directory;
    this.every = every;
    this.ticker = ticker;
    this.savedAt = ticker.nanos();
  }

  /**
   * A snapshot that was read.
   *
   * @param position the last change that is in
   * @param idByRow the items by row, 0 where a row is free
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one start, never compared
  record Found(long position, long[] idByRow, Path directory) {

    /** Where the listener of that name wrote its content. */
    Optional<Path> part(String name) {
      Path part = directory.resolve(name);
      return Files.isDirectory(part) ? Optional.of(part) : Optional.empty();
    }
  }

  /** The last snapshot, if there is one. */
  Optional<Found> find() {
    Path current = directory.resolve("current");
    Path file = current.resolve(ROWS);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      CRC32C sum = new CRC32C();
      sum.update(bytes.slice(0, bytes.limit() - Long.BYTES));
      if (bytes.getLong() != MAGIC || bytes.getLong(bytes.limit() - Long.BYTES) != sum.getValue()) {
        throw new IOException("its checksum does not match");
      }
      long position = bytes.getLong();
      long[] idByRow = new long[(bytes.limit() - 3 * Long.BYTES) / Long.BYTES];
      bytes.asLongBuffer().get(idByRow);
      savedPosition = position;
      return Optional.of(new Found(position, idByRow, current));
    } catch (IOException | IndexOutOfBoundsException damaged) {
      LOG.log(Level.WARNING, () -> "the snapshot in " + current + " is not used: " + damaged);
      return Optional.empty();
    }
  }

  /** Begins to save when something changed and the last time is long enough ago. */
  void saveIfDue(long position, IdDirectory items, List<ItemListener> listeners) {
    boolean due =
        !names(listeners).equals(savedNames) || ticker.nanos() - savedAt > every.toNanos();
    if (due && !writing.isAlive()) {
      begin(position, items, listeners);
    }
  }

  /** Saves when something changed, and waits for it. */
  void saveAtTheEnd(long position, IdDirectory items, List<ItemListener> listeners)
      throws InterruptedException {
    writing.join();
    begin(position, items, listeners);
    writing.join();
  }

  private void begin(long position, IdDirectory items, List<ItemListener> listeners) {
    boolean same = position == savedPosition && names(listeners).equals(savedNames);
    if (listeners.isEmpty() || same) {
      return;
    }
    savedAt = ticker.nanos();
    savedPosition = position;
    savedNames = names(listeners);
    SequencedMap<String, ItemListener.Capture> captures = new LinkedHashMap<>();
    listeners.forEach(each -> captures.put(each.name(), each.capture()));
    long[] idByRow = items.idByRow();
    writing =
        Thread.ofPlatform()
            .daemon()
            .name("catalogue-snapshot")
            .start(() -> write(position, idByRow, captures));
  }

  private void write(
      long position, long[] idByRow, SequencedMap<String, ItemListener.Capture> captures) {
    try {
      save(position, idByRow, captures);
    } catch (IOException | RuntimeException failure) {
      LOG.log(Level.WARNING, () -> "no snapshot could be written to " + directory, failure);
    } finally {
      captures.values().forEach(ItemListener.Capture::close);
    }
  }

  private void save(
      long position, long[] idByRow, SequencedMap<String, ItemListener.Capture> captures)
      throws IOException {
    Path next = directory.resolve("next");
    delete(next);
    Files.createDirectories(next);
    for (var capture : captures.entrySet()) {
      capture.getValue().write(Files.createDirectory(next.resolve(capture.getKey())));
    }
    Files.write(next.resolve(ROWS), rows(position, idByRow));
    Path current = directory.resolve("current");
    Path last = directory.resolve("last");
    delete(last);
    if (Files.exists(current)) {
      Files.move(current, last, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
    delete(last);
  }

  private static byte[] rows(long position, long[] idByRow) {
    ByteBuffer bytes = ByteBuffer.allocate((idByRow.length + 3) * Long.BYTES);
    bytes.putLong(MAGIC).putLong(position);
    for (long id : idByRow) {
      bytes.putLong(id);
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes.slice(0, bytes.position()));
    return bytes.putLong(sum.getValue()).array();
  }

  private static List<String> names(List<ItemListener> listeners) {
    return listeners.stream().map(ItemListener::name).sorted().toList();
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(tree)) {
      paths.sorted(Comparator.reverseOrder()).forEach(Snapshots::deleteOne);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
