package io.salver.vector.living;

import io.salver.vector.IdFilter;

/** Rows with the slots of their vectors. Confined to one thread. */
final class RowSlots {

  private final IntList rows = new IntList();
  private final IntList slots = new IntList();

  void add(int row, int slot) {
    rows.add(row);
    slots.add(slot);
  }

  int count() {
    return rows.count();
  }

  int row(int index) {
    return rows.get(index);
  }

  int slot(int index) {
    return slots.get(index);
  }

  /** A filter that allows the rows, which ascend. */
  IdFilter filter() {
    IdFilter filter = IdFilter.none(count() == 0 ? 0 : row(count() - 1) + 1);
    for (int i = 0; i < count(); i++) {
      filter.allow(row(i));
    }
    return filter;
  }
}
