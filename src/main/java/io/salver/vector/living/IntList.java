package io.salver.vector.living;

import java.util.Arrays;

/** Ints in the order in which they were added. Confined to one thread at a time. */
final class IntList {

  private int[] values = new int[16];
  private int count;

  void add(int value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  int get(int index) {
    return values[index];
  }

  int removeLast() {
    return values[--count];
  }

  int count() {
    return count;
  }

  /** The values themselves, of which the first {@link #count} are in use. */
  int[] values() {
    return values;
  }
}
