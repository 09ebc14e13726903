package io.salver.table;

import java.util.OptionalLong;

/**
 * Cells that hold days or moments.
 *
 * @param days whether days are counted, else seconds
 */
record DateCells(boolean days) implements CellReader.OfLongs {

  @Override
  public long read(Column column, int row, Report report) {
    OptionalLong seconds =
        switch (column.kind(row)) {
          case MOMENT -> OptionalLong.of(column.whole(row));
          case TEXT -> Moments.seconds(column.text(row));
          case ABSENT, WHOLE, REAL, FLAG, BYTES, OTHER -> OptionalLong.empty();
        };
    if (seconds.isEmpty()) {
      report.wrong(column, row);
      return 0;
    }
    return days ? Moments.days(seconds.getAsLong()) : seconds.getAsLong();
  }
}
