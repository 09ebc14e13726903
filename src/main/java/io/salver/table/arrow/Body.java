package io.salver.table.arrow;

import io.salver.table.Column;
import io.salver.table.Column.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The buffers of a record batch, one behind the other. Not thread-safe. */
final class Body {

  private static final int ALIGNMENT = 8;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<long[]> buffers = new ArrayList<>();
  private final List<Integer> nulls = new ArrayList<>();

  /** Appends the buffers of one column. */
  void append(Column column, ColumnKind kind, int rows) {
    validity(column, rows);
    switch (kind) {
      case WHOLE, MOMENT, REAL -> numbers(column, kind, rows);
      case FLAG -> flags(column, rows);
      case TEXT, BYTES -> strings(column, rows);
    }
  }

  /** Where each buffer begins, and its length. */
  List<long[]> buffers() {
    return buffers;
  }

  /** How many cells of each column are missing. */
  List<Integer> nulls() {
    return nulls;
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }

  private void validity(Column column, int rows) {
    byte[] bits = new byte[(rows + 7) / 8];
    int missing = 0;
    for (int row = 0; row < rows; row++) {
      if (column.kind(row) == Kind.ABSENT) {
        missing++;
      } else {
        bits[row >> 3] |= (byte) (1 << (row & 7));
      }
    }
    nulls.add(missing);
    put(bits, bits.length);
  }

  private void numbers(Column column, ColumnKind kind, int rows) {
    ByteBuffer data = ByteBuffer.allocate(rows * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int row = 0; row < rows; row++) {
      boolean isThere = column.kind(row) != Kind.ABSENT;
      if (kind == ColumnKind.REAL) {
        data.putDouble(isThere ? column.number(row) : 0);
      } else {
        data.putLong(isThere ? column.whole(row) : 0);
      }
    }
    put(data.array(), data.position());
  }

  private void flags(Column column, int rows) {
    byte[] bits = new byte[(rows + 7) / 8];
    for (int row = 0; row < rows; row++) {
      if (column.kind(row) == Kind.FLAG && column.whole(row) != 0) {
        bits[row >> 3] |= (byte) (1 << (row & 7));
      }
    }
    put(bits, bits.length);
  }

  private void strings(Column column, int rows) {
    ByteBuffer offsets =
        ByteBuffer.allocate((rows + 1) * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (int row = 0; row < rows; row++) {
      data.writeBytes(content(column, row));
      offsets.putInt(data.size());
    }
    put(offsets.array(), offsets.position());
    put(data.toByteArray(), data.size());
  }

  private static byte[] content(Column column, int row) {
    return switch (column.kind(row)) {
      case ABSENT -> new byte[0];
      case TEXT, OTHER -> column.text(row).getBytes(StandardCharsets.UTF_8);
      case WHOLE, MOMENT -> text(Long.toString(column.whole(row)));
      case REAL -> text(Double.toString(column.number(row)));
      case FLAG -> text(Boolean.toString(column.whole(row) != 0));
      case BYTES -> {
        byte[] copy = new byte[column.bytes(row).remaining()];
        column.bytes(row).duplicate().get(copy);
        yield copy;
      }
    };
  }

  private static byte[] text(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  private void put(byte[] data, int length) {
    buffers.add(new long[] {bytes.size(), length});
    bytes.write(data, 0, length);
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(0);
    }
  }
}
