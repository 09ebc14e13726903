package io.salver.vector.living;

import io.salver.fault.BackendFailure;
import io.salver.vector.IndexFile;
import io.salver.vector.IndexSpec;
import io.salver.vector.VerifiedIndexFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/**
 * The file that makes a directory a snapshot: it names the other files. It replaces the one before
 * atomically and carries a checksum.
 *
 * @param label the writer's
 * @param mainFile the name of the file of the main index, which is missing where that is empty
 * @param rowFile the name of the file of the original vectors
 */
record SnapshotManifest(
    String label,
    String mainFile,
    String rowFile,
    MainIndex.Training training,
    int holes,
    Instant builtAt) {

  private static final String NAME = "snapshot";
  private static final IndexFile FILE = new IndexFile("living-snapshot");
  private static final String OURS = "{main-*,rows-*,*.part}";

  /** A manifest that names new files. */
  static SnapshotManifest fresh(
      String label, MainIndex.Training training, int holes, Instant builtAt) {
    UUID id = UUID.randomUUID();
    return new SnapshotManifest(label, "main-" + id, "rows-" + id, training, holes, builtAt);
  }

  void write(Path directory, IndexSpec spec) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(label);
      out.writeUTF(mainFile);
      out.writeUTF(rowFile);
      out.writeInt(training.size());
      out.writeInt(training.effort());
      out.writeInt(training.filteredEffort());
      out.writeInt(holes);
      out.writeLong(builtAt.toEpochMilli());
    }
    FILE.write(
        directory.resolve(NAME),
        spec,
        draft -> Files.write(draft, bytes.toByteArray(), StandardOpenOption.APPEND));
  }

  /** A manifest and the spec of the main index. */
  record Read(SnapshotManifest manifest, IndexSpec spec) {}

  /**
   * The manifest of a directory.
   *
   * @throws BackendFailure when there is none or it is damaged
   */
  static Read read(Path directory) {
    VerifiedIndexFile file = FILE.verify(directory.resolve(NAME));
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file.path())))) {
      in.skipNBytes(file.payloadOffset());
      SnapshotManifest manifest =
          new SnapshotManifest(
              in.readUTF(),
              in.readUTF(),
              in.readUTF(),
              new MainIndex.Training(in.readInt(), in.readInt(), in.readInt()),
              in.readInt(),
              Instant.ofEpochMilli(in.readLong()));
      return new Read(manifest, file.spec());
    } catch (IOException e) {
      throw new BackendFailure("cannot read the snapshot " + directory + ": " + e, e);
    }
  }

  /** Deletes the files of earlier snapshots and of attempts that a crash ended. */
  static void deleteOthers(Path directory, SnapshotManifest present) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, OURS)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.equals(present.mainFile) && !name.equals(present.rowFile)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
