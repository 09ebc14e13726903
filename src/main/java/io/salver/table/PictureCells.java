package io.salver.table;

import java.nio.ByteBuffer;
import java.util.Base64;

/** Cells that hold encoded pictures: bytes, or base64 of them. */
record PictureCells() implements CellReader.OfObjects {

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  @Override
  public Object read(Column column, int row, Report report) {
    return switch (column.kind(row)) {
      case BYTES -> column.bytes(row);
      case TEXT -> decoded(column, row, report);
      case ABSENT, WHOLE, REAL, FLAG, MOMENT, OTHER -> {
        report.wrong(column, row);
        yield NOTHING;
      }
    };
  }

  private static ByteBuffer decoded(Column column, int row, Report report) {
    try {
      return ByteBuffer.wrap(Base64.getDecoder().decode(column.text(row)));
    } catch (IllegalArgumentException other) {
      report.wrong(column, row);
      return NOTHING;
    }
  }
}
