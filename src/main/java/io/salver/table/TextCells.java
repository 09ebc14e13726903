package io.salver.table;

/** Cells that hold texts for a tokeniser. */
record TextCells() implements CellReader.OfObjects {

  @Override
  public Object read(Column column, int row, Report report) {
    if (column.kind(row) == Column.Kind.TEXT) {
      return column.text(row);
    }
    report.wrong(column, row);
    return "";
  }
}
