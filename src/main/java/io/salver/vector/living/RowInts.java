package io.salver.vector.living;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One int per row, {@value #NONE} where none was set; it grows with the highest row. One thread at
 * a time sets, any number read: whoever reads a value sees what its writer had written before.
 */
final class RowInts {

  static final int NONE = -1;

  private static final int CHUNK_SHIFT = 14;
  private static final int CHUNK = 1 << CHUNK_SHIFT;
  private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

  private volatile int[][] chunks = new int[0][];

  int get(int row) {
    int[][] seen = chunks;
    int chunk = row >>> CHUNK_SHIFT;
    return chunk < seen.length ? (int) INTS.getAcquire(seen[chunk], row & (CHUNK - 1)) : NONE;
  }

  void set(int row, int value) {
    int chunk = row >>> CHUNK_SHIFT;
    if (chunk >= chunks.length) {
      growTo(chunk + 1);
    }
    INTS.setRelease(chunks[chunk], row & (CHUNK - 1), value);
  }

  private void growTo(int count) {
    int before = chunks.length;
    int[][] grown = Arrays.copyOf(chunks, count);
    for (int chunk = before; chunk < count; chunk++) {
      grown[chunk] = new int[CHUNK];
      Arrays.fill(grown[chunk], NONE);
    }
    chunks = grown;
  }

  /** One more than the highest row that may have a value. */
  int limit() {
    return (int) Math.min(Integer.MAX_VALUE, (long) chunks.length << CHUNK_SHIFT);
  }

  /** A copy of the values of all rows below {@link #limit}. */
  int[] copy() {
    int[][] seen = chunks;
    int[] copy = new int[seen.length << CHUNK_SHIFT];
    for (int chunk = 0; chunk < seen.length; chunk++) {
      System.arraycopy(seen[chunk], 0, copy, chunk << CHUNK_SHIFT, CHUNK);
    }
    return copy;
  }

  /** How much memory it takes. */
  long bytes() {
    return (long) chunks.length * CHUNK * Integer.BYTES;
  }
}
