package io.salver.table.arrow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts or bytes of which each has a view of 16 bytes: its length and, where that is at most 12,
 * itself; else its first bytes, the number of a buffer and where it begins there.
 */
record Views(Content content) implements CellType {

  private static final int VIEW = 16;
  private static final int INLINE = 12;
  private static final int BUFFER = 8;
  private static final int OFFSET = 12;

  @Override
  public Cells read(Batch batch, String name) {
    Batch.Validity validity = batch.validity(name, batch.beginColumn(name));
    ByteBuffer views = batch.buffer(name, (long) VIEW * batch.rows());
    List<ByteBuffer> data = new ArrayList<>();
    for (int left = batch.dataBuffers(name); left > 0; left--) {
      data.add(batch.buffer(name, 0));
    }
    return (at, rows, place) -> {
      if (validity.has(at)) {
        content.put(bytes(views, at * VIEW, data, name), rows, place, name);
      }
    };
  }

  private static ByteBuffer bytes(ByteBuffer views, int at, List<ByteBuffer> data, String name) {
    int length = views.getInt(at);
    if (length >= 0 && length <= INLINE) {
      return views.slice(at + Integer.BYTES, length);
    }
    int buffer = views.getInt(at + BUFFER);
    int offset = views.getInt(at + OFFSET);
    boolean isThere =
        length > 0
            && buffer >= 0
            && buffer < data.size()
            && offset >= 0
            && offset <= data.get(buffer).limit() - length;
    if (!isThere) {
      throw Damaged.column(
          name, "a cell of %d bytes at %d of buffer %d".formatted(length, offset, buffer));
    }
    return data.get(buffer).slice(offset, length);
  }
}
