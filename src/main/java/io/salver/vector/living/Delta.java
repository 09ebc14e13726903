package io.salver.vector.living;

import java.util.Arrays;

/**
 * What was written since an index was built: a log of rows and their new slots; a removed row has
 * no slot. A position in the log is a moment: an entry counts at a moment when it lies before it
 * and none of the same row lies between. So whoever reads up to one position sees every row once.
 *
 * <p>One thread at a time appends, any number read up to a {@link #count} that they took once.
 */
final class Delta {

  private static final int CHUNK_SHIFT = 12;

  /** How many entries lie side by side. */
  static final int CHUNK = 1 << CHUNK_SHIFT;

  /** Entries of a stretch of the log; {@code replaced[i]} is the position that replaced it. */
  static final class Chunk {
    private final int[] rows = new int[CHUNK];
    private final int[] slots = new int[CHUNK];
    private final int[] replaced = new int[CHUNK];

    int row(int index) {
      return rows[index];
    }

    int slot(int index) {
      return slots[index];
    }

    /** Whether the entry has a vector and is its row's last before {@code moment}. */
    boolean counts(int index, int moment) {
      return slots[index] != RowInts.NONE && replaced[index] >= moment;
    }
  }

  private volatile Chunk[] chunks = new Chunk[0];

  /** Written after everything that it covers. */
  private volatile int count;

  /**
   * Appends an entry and tells its position.
   *
   * @param slot the row's new slot, or {@link RowInts#NONE} when the row was removed
   * @param earlier the position of the row's entry before, or {@link RowInts#NONE}
   */
  int append(int row, int slot, int earlier) {
    int position = count;
    if (position >>> CHUNK_SHIFT == chunks.length) {
      Chunk[] grown = Arrays.copyOf(chunks, chunks.length + 1);
      grown[chunks.length] = new Chunk();
      chunks = grown;
    }
    Chunk chunk = chunks[position >>> CHUNK_SHIFT];
    int index = position & (CHUNK - 1);
    chunk.rows[index] = row;
    chunk.slots[index] = slot;
    chunk.replaced[index] = Integer.MAX_VALUE;
    if (earlier != RowInts.NONE) {
      chunks[earlier >>> CHUNK_SHIFT].replaced[earlier & (CHUNK - 1)] = position;
    }
    count = position + 1;
    return position;
  }

  /** How many entries there are: the present moment. */
  int count() {
    return count;
  }

  /** The chunk that holds the entry at {@code position}, at {@code position mod CHUNK}. */
  Chunk chunk(int position) {
    return chunks[position >>> CHUNK_SHIFT];
  }
}
