package io.salver.vector;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Exact search in plain Java; the oracle of every other implementation. It knows one description,
 * {@code Flat}. Scores are sums in the order of the components; of equal scores the lower id comes
 * first. Thread-safe.
 */
public final class ExactIndexes implements VectorIndexes {

  /** The only description it knows. */
  public static final String DESCRIPTION = "Flat";

  private static final IndexFile FILE = new IndexFile("exact");

  @Override
  public VectorIndexBuilder builder(IndexSpec spec) {
    if (!spec.description().equals(DESCRIPTION)) {
      throw new InvalidInput(
          "the exact index is described by " + DESCRIPTION + ", not " + spec.description());
    }
    return new ExactIndexBuilder(spec);
  }

  @Override
  public void write(VectorIndex index, Path file) {
    if (!(index instanceof ExactIndex exact)) {
      throw new IllegalArgumentException("not an index of this library: " + index.getClass());
    }
    exact.requireOpen();
    FILE.write(file, exact.spec(), draft -> append(exact, draft));
  }

  private static void append(ExactIndex index, Path file) throws IOException {
    ByteBuffer row = ByteBuffer.allocate(rowBytes(index.spec()));
    float[] vector = new float[index.spec().dimension()];
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.APPEND)))) {
      for (ExactBlock block : index.blocks()) {
        for (int i = 0; i < block.count(); i++) {
          block.get(i, vector);
          row.clear().putLong(block.id(i)).asFloatBuffer().put(vector);
          out.write(row.array());
        }
      }
    }
  }

  @Override
  public VectorIndex read(Path file) {
    VerifiedIndexFile verified = FILE.verify(file);
    int rowBytes = rowBytes(verified.spec());
    try (DataInputStream in =
            new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
        VectorIndexBuilder builder = builder(verified.spec())) {
      in.skipNBytes(verified.payloadOffset());
      ByteBuffer row = ByteBuffer.allocate(rowBytes);
      for (long left = verified.payloadBytes() / rowBytes; left > 0; left--) {
        in.readFully(row.array());
        FloatBuffer vector = row.slice(Long.BYTES, rowBytes - Long.BYTES).asFloatBuffer();
        builder.add(new long[] {row.getLong(0)}, vector);
      }
      return builder.build();
    } catch (IOException | InvalidInput e) {
      throw new BackendFailure("cannot read the index file " + file + ": " + e.getMessage(), e);
    }
  }

  private static int rowBytes(IndexSpec spec) {
    return Math.addExact(Long.BYTES, Math.multiplyExact(spec.dimension(), Float.BYTES));
  }
}
