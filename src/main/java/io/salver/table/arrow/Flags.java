package io.salver.table.arrow;

import java.nio.ByteBuffer;

/** True or false, a bit each. */
record Flags() implements CellType {

  @Override
  public Cells read(Batch batch, String name) {
    Batch.Validity validity = batch.validity(name, batch.beginColumn(name));
    ByteBuffer data = batch.buffer(name, (batch.rows() + 7L) / 8);
    return (at, rows, place) -> {
      if (validity.has(at)) {
        rows.flag(place, (data.get(at >> 3) >> (at & 7) & 1) != 0);
      }
    };
  }
}
