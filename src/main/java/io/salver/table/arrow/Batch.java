package io.salver.table.arrow;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Hands out the buffers of a record batch in their order, each checked against the body. Not
 * thread-safe.
 */
final class Batch {

  private final RecordBatch batch;
  private final ByteBuffer body;
  private final int rows;
  private int node;
  private int buffer;
  private int view;

  /** A batch of {@code rows} rows, which is checked against the limits already. */
  Batch(RecordBatch batch, ByteBuffer body, int rows) {
    this.batch = batch;
    this.body = body;
    this.rows = rows;
    if (batch.compression() != null) {
      byte codec = batch.compression().codec();
      throw new InvalidInput(
          "an Arrow stream without compression is expected, not one with %s"
              .formatted(codec == CompressionType.ZSTD ? "Zstandard" : "LZ4"));
    }
  }

  int rows() {
    return rows;
  }

  /** Begins the next column; whether a cell may be null. */
  boolean beginColumn(String name) {
    FieldNode next = node < batch.nodesLength() ? batch.nodes(node++) : null;
    if (next == null) {
      throw Damaged.column(name, "a batch has %d columns".formatted(batch.nodesLength()));
    }
    if (next.length() != rows) {
      throw Damaged.column(name, "it has %d cells of %d rows".formatted(next.length(), rows));
    }
    return next.nullCount() != 0;
  }

  /** The next buffer, of at least {@code least} bytes. */
  ByteBuffer buffer(String name, long least) {
    Buffer next = buffer < batch.buffersLength() ? batch.buffers(buffer++) : null;
    if (next == null) {
      throw Damaged.column(name, "a batch has %d buffers".formatted(batch.buffersLength()));
    }
    long offset = next.offset();
    long length = next.length();
    if (offset < 0 || length < 0 || offset > body.limit() || length > body.limit() - offset) {
      throw Damaged.column(
          name,
          "a buffer of %d bytes at %d in a body of %d".formatted(length, offset, body.limit()));
    }
    if (length < least) {
      throw Damaged.column(
          name, "a buffer of %d bytes where %d are needed".formatted(length, least));
    }
    return body.slice((int) offset, (int) length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Which cells are there: bits, or nothing where all are. */
  Validity validity(String name, boolean hasNulls) {
    ByteBuffer bits = buffer(name, hasNulls ? (rows + 7L) / 8 : 0);
    return new Validity(bits, hasNulls);
  }

  /** How many buffers hold the data of the next column of views. */
  int dataBuffers(String name) {
    long count =
        view < batch.variadicBufferCountsLength() ? batch.variadicBufferCounts(view++) : -1;
    if (count < 0 || count > batch.buffersLength()) {
      throw Damaged.column(name, "views of %d buffers".formatted(count));
    }
    return (int) count;
  }

  /** Which cells of a column are there. */
  record Validity(ByteBuffer bits, boolean hasNulls) {
    boolean has(int at) {
      return !hasNulls || (bits.get(at >> 3) >> (at & 7) & 1) != 0;
    }
  }
}
