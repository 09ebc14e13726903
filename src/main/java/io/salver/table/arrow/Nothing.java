package io.salver.table.arrow;

/** A column of nothing but missing cells, which has no buffers. */
record Nothing() implements CellType {

  @Override
  public Cells read(Batch batch, String name) {
    batch.beginColumn(name);
    return (at, rows, place) -> {};
  }
}
