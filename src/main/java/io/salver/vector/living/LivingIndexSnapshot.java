package io.salver.vector.living;

import io.salver.fault.BackendFailure;
import io.salver.vector.IdFilter;
import io.salver.vector.VectorIndexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A living index as it was at one moment between two writes. Taking it copies a few bytes a row;
 * writing it reads the vectors where they are, while searches, writes and merges go on. Until it is
 * closed, the memory that merges would free stays taken.
 *
 * <p>On disk it is a directory with the main index, the original vectors and a manifest, each with
 * a checksum. The manifest names the others and is replaced last and atomically, so a crash at any
 * moment leaves the snapshot before or this one. Confined to one thread at a time.
 */
public final class LivingIndexSnapshot implements AutoCloseable {

  private final VectorIndexes library;
  private final LivingIndexSettings settings;
  private final RowTable table;
  private final Generations.Captured captured;
  private final String label;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over the lease in {@code captured}. */
  LivingIndexSnapshot(
      VectorIndexes library,
      LivingIndexSettings settings,
      RowTable table,
      Generations.Captured captured,
      String label) {
    this.library = library;
    this.settings = settings;
    this.table = table;
    this.captured = captured;
    this.label = label;
  }

  /**
   * Writes it to {@code directory}, which is made where it is missing and belongs to this index
   * alone, and deletes what earlier snapshots or attempts left there. One writer at a time.
   *
   * @throws BackendFailure when it cannot be written; the snapshot before is then still whole
   */
  public void write(Path directory) {
    if (closed.get()) {
      throw new IllegalStateException("the snapshot is closed");
    }
    try {
      Files.createDirectories(directory);
      SnapshotManifest manifest = manifest();
      MainIndex main = captured.generation().main();
      if (main.training().size() > 0) {
        library.write(main.index(), directory.resolve(manifest.mainFile()));
      }
      RowFile.write(
          directory.resolve(manifest.rowFile()),
          settings.spec(main.kind()),
          rows(),
          table.vectors());
      manifest.write(directory, settings.spec(main.kind()));
      SnapshotManifest.deleteOthers(directory, manifest);
    } catch (IOException e) {
      throw new BackendFailure("cannot write a snapshot to " + directory + ": " + e, e);
    }
  }

  private SnapshotManifest manifest() {
    MainIndex main = captured.generation().main();
    return SnapshotManifest.fresh(label, main.training(), main.holes(), main.builtAt());
  }

  private RowFile.Rows rows() {
    RowSlots indexed = new RowSlots();
    RowSlots others = new RowSlots();
    IdFilter live = captured.live();
    int[] slots = captured.slots();
    for (int row = 0; row < slots.length; row++) {
      if (slots[row] != RowInts.NONE) {
        (live.allows(row) ? indexed : others).add(row, slots[row]);
      }
    }
    return new RowFile.Rows(indexed, others);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      captured.generation().leave();
    }
  }
}
