package io.salver.table;

import java.util.OptionalLong;

/** Cells that hold true or false. */
record FlagCells() implements CellReader.OfLongs {

  @Override
  public long read(Column column, int row, Report report) {
    OptionalLong flag =
        switch (column.kind(row)) {
          case FLAG -> OptionalLong.of(column.whole(row));
          case TEXT -> report.isLiteral() ? Literals.flag(column.text(row)) : OptionalLong.empty();
          case ABSENT, WHOLE, REAL, MOMENT, BYTES, OTHER -> OptionalLong.empty();
        };
    if (flag.isEmpty()) {
      report.wrong(column, row);
    }
    return flag.orElse(0);
  }
}
