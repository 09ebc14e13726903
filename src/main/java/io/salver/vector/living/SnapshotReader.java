package io.salver.vector.living;

import io.salver.fault.BackendFailure;
import io.salver.vector.IdFilter;
import io.salver.vector.IndexSpec;
import io.salver.vector.VectorIndex;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes a living index of a snapshot. Used once, by one thread. */
final class SnapshotReader {

  private static final int BATCH = 1024;

  private final Surroundings surroundings;
  private final Path directory;

  SnapshotReader(Surroundings surroundings, Path directory) {
    this.surroundings = surroundings;
    this.directory = directory;
  }

  /**
   * The index.
   *
   * @throws BackendFailure when the snapshot is missing, damaged, or of another dimension or metric
   */
  RestoredIndex read() {
    SnapshotManifest.Read head = SnapshotManifest.read(directory);
    LivingIndexSettings settings = surroundings.settings();
    if (!head.spec().equals(settings.spec(head.spec().description()))) {
      throw new BackendFailure(
          "the snapshot %s is of dimension %d and %s, expected %d and %s"
              .formatted(
                  directory,
                  head.spec().dimension(),
                  head.spec().metric(),
                  settings.dimension(),
                  settings.metric()));
    }
    SnapshotManifest manifest = head.manifest();
    try (RowFile rows = RowFile.open(directory.resolve(manifest.rowFile()), head.spec())) {
      int indexed = rows.readCount();
      int others = rows.readCount();
      LivingIndex index = restore(manifest, head.spec(), rows, indexed);
      try {
        putOthers(index, rows, others);
      } catch (IOException | RuntimeException e) {
        index.close();
        throw e;
      }
      return new RestoredIndex(index, manifest.label());
    } catch (IOException e) {
      throw new BackendFailure("cannot read the snapshot " + directory + ": " + e.getMessage(), e);
    }
  }

  private LivingIndex restore(SnapshotManifest manifest, IndexSpec spec, RowFile rows, int indexed)
      throws IOException {
    RowTable table = new RowTable(spec.dimension());
    VectorIndex main = new EmptyIndex(spec);
    try {
      for (int i = 0; i < indexed; i++) {
        table.assign(rows.readRow(), table.store(rows.vector()));
      }
      IdFilter live = IdFilter.none(table.limit());
      for (int row = 0; row < live.limit(); row++) {
        if (table.slotOf(row) != RowInts.NONE) {
          live.allow(row);
        }
      }
      if (manifest.training().size() > 0) {
        main = surroundings.library().read(directory.resolve(manifest.mainFile()));
      }
      if (!main.spec().equals(spec) || main.size() < live.count()) {
        throw new BackendFailure("the files of the snapshot " + directory + " do not match");
      }
      MainIndex restored =
          MainIndex.of(main, manifest.training(), manifest.holes(), manifest.builtAt());
      return new LivingIndex(surroundings, table, restored, live);
    } catch (IOException | RuntimeException e) {
      main.close();
      table.close();
      throw e;
    }
  }

  private void putOthers(LivingIndex index, RowFile rows, int count) throws IOException {
    int[] batch = new int[Math.min(BATCH, count)];
    float[] vectors = new float[batch.length * index.dimension()];
    for (int from = 0; from < count; from += BATCH) {
      int size = Math.min(BATCH, count - from);
      for (int i = 0; i < size; i++) {
        batch[i] = rows.readRow();
        System.arraycopy(rows.vector(), 0, vectors, i * index.dimension(), index.dimension());
      }
      index.put(Arrays.copyOf(batch, size), FloatBuffer.wrap(vectors, 0, size * index.dimension()));
    }
  }
}
