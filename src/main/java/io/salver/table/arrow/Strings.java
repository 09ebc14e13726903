package io.salver.table.arrow;

import java.nio.ByteBuffer;

/**
 * Texts or bytes that lie one after the other, with the place where each begins.
 *
 * @param bytes of each place
 */
record Strings(Content content, int bytes) implements CellType {

  @Override
  public Cells read(Batch batch, String name) {
    Batch.Validity validity = batch.validity(name, batch.beginColumn(name));
    long places = batch.rows() == 0 ? 0 : batch.rows() + 1L;
    ByteBuffer offsets = batch.buffer(name, bytes * places);
    ByteBuffer data = batch.buffer(name, 0);
    return (at, rows, place) -> {
      if (validity.has(at)) {
        long from = offset(offsets, at);
        long to = offset(offsets, at + 1);
        if (from < 0 || to < from || to > data.limit()) {
          throw Damaged.column(
              name,
              "a cell from %d to %d in a buffer of %d bytes".formatted(from, to, data.limit()));
        }
        content.put(data.slice((int) from, (int) (to - from)), rows, place, name);
      }
    };
  }

  private long offset(ByteBuffer offsets, int at) {
    return bytes == Integer.BYTES ? offsets.getInt(at * bytes) : offsets.getLong(at * bytes);
  }
}
