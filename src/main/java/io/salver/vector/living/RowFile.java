package io.salver.vector.living;

import io.salver.fault.BackendFailure;
import io.salver.vector.IndexFile;
import io.salver.vector.IndexSpec;
import io.salver.vector.VectorSlots;
import io.salver.vector.VerifiedIndexFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file of the original vectors, little-endian: how many rows are in the main index and how many
 * are not, then the rows of the first and of the second sort, each its number and its vector.
 * Confined to one thread.
 */
final class RowFile implements AutoCloseable {

  private static final IndexFile FILE = new IndexFile("living-rows");
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int HEAD_BYTES = 2 * Integer.BYTES;

  /**
   * What to write.
   *
   * @param indexed rows whose vector is in the main index
   * @param others the rest
   */
  record Rows(RowSlots indexed, RowSlots others) {}

  private final FileChannel channel;
  private final ByteBuffer buffer;
  private final float[] vector;

  private RowFile(FileChannel channel, int dimension) {
    this.channel = channel;
    this.vector = new float[dimension];
    int rowBytes = rowBytes(dimension);
    this.buffer =
        ByteBuffer.allocate(Math.max(BUFFER_BYTES, rowBytes + HEAD_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int rowBytes(int dimension) {
    return Math.addExact(Integer.BYTES, Math.multiplyExact(dimension, Float.BYTES));
  }

  /** Writes a file atomically. */
  static void write(Path path, IndexSpec spec, Rows rows, VectorSlots vectors) {
    FILE.write(
        path,
        spec,
        draft -> {
          try (RowFile file =
              new RowFile(FileChannel.open(draft, StandardOpenOption.APPEND), spec.dimension())) {
            file.buffer.putInt(rows.indexed().count()).putInt(rows.others().count());
            file.append(rows.indexed(), vectors);
            file.append(rows.others(), vectors);
            file.drain();
          }
        });
  }

  private void append(RowSlots rows, VectorSlots vectors) throws IOException {
    for (int i = 0; i < rows.count(); i++) {
      if (buffer.remaining() < rowBytes(vector.length)) {
        drain();
      }
      vectors.get(rows.slot(i), vector);
      buffer.putInt(rows.row(i)).asFloatBuffer().put(vector);
      buffer.position(buffer.position() + vector.length * Float.BYTES);
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /**
   * Opens a file to read: first {@link #readCount} twice, then {@link #readRow} so many times.
   *
   * @throws BackendFailure when it is missing, damaged or of another spec
   */
  static RowFile open(Path path, IndexSpec spec) throws IOException {
    VerifiedIndexFile verified = FILE.verify(path);
    if (!verified.spec().equals(spec)) {
      throw new BackendFailure(path + " is of " + verified.spec() + ", not of " + spec);
    }
    RowFile file = new RowFile(FileChannel.open(path, StandardOpenOption.READ), spec.dimension());
    file.channel.position(verified.payloadOffset());
    file.buffer.flip();
    return file;
  }

  int readCount() throws IOException {
    require(Integer.BYTES);
    return buffer.getInt();
  }

  /** Reads a row, and its vector into {@link #vector}. */
  int readRow() throws IOException {
    require(rowBytes(vector.length));
    int row = buffer.getInt();
    buffer.asFloatBuffer().get(vector);
    buffer.position(buffer.position() + vector.length * Float.BYTES);
    return row;
  }

  /** The vector of the last row, {@code [dimension]}; overwritten by the next. */
  float[] vector() {
    return vector;
  }

  private void require(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    buffer.compact();
    while (buffer.position() < bytes) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("fewer rows than were announced");
      }
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
