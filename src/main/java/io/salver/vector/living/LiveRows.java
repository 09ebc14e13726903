package io.salver.vector.living;

import io.salver.vector.IdFilter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The rows whose vector in a main index is still theirs. One thread at a time retires rows, while
 * any number of searches read the bits.
 */
final class LiveRows {

  private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

  private final IdFilter filter;
  private final int indexed;
  private volatile int dead;

  /** Begins with the rows of {@code filter}, out of {@code indexed} that the main index holds. */
  LiveRows(IdFilter filter, int indexed) {
    this.filter = filter;
    this.indexed = indexed;
    this.dead = indexed - filter.count();
  }

  /** Strikes a row out. What the caller wrote before is seen by whoever sees the row gone. */
  void retire(int row) {
    if (filter.allows(row)) {
      int deadNow = dead + 1;
      dead = deadNow;
      long[] words = filter.words();
      WORDS.setRelease(words, row >>> 6, words[row >>> 6] & ~(1L << (row & 63)));
    }
  }

  /** The live rows, which may become fewer while they are read. */
  IdFilter filter() {
    return filter;
  }

  /** How many vectors of the main index are no longer their row's. */
  int dead() {
    return dead;
  }

  int live() {
    return indexed - dead;
  }
}
