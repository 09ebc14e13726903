package io.salver.table.arrow;

/** How the cells of a column lie in a batch. Immutable. */
@FunctionalInterface
interface CellType {

  /** The cells of the next column of {@code batch}, whose name is for complaints. */
  Cells read(Batch batch, String name);
}
