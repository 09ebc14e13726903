package io.salver.table.arrow;

import io.salver.table.RowsBuilder;

/** The cells of one column of a batch. Reads only what was checked. */
@FunctionalInterface
interface Cells {

  /** Puts the cell {@code at} that place of the batch into a column of the current row. */
  void put(int at, RowsBuilder rows, int place);
}
