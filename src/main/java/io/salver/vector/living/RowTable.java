package io.salver.vector.living;

import io.salver.vector.VectorSlots;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The original vectors, by row. A row's vector lies in a slot; a new vector of the row goes into
 * another slot, so that nobody ever reads half of one. The slot that a row gives up is used again
 * after {@link #recycle}, which whoever owns the readers calls once none of them can know it any
 * more.
 *
 * <p>One thread at a time writes. Any number read; {@code recycle} may be called by any thread.
 */
final class RowTable implements AutoCloseable {

  private final VectorSlots vectors;
  private final RowInts slotOfRow = new RowInts();
  private final ConcurrentLinkedQueue<IntList> recycled = new ConcurrentLinkedQueue<>();

  /** Used by the writer alone. */
  private IntList free = new IntList();

  /** Used by the writer alone. */
  private int unused;

  private volatile int size;

  RowTable(int dimension) {
    this.vectors = new VectorSlots(dimension);
  }

  VectorSlots vectors() {
    return vectors;
  }

  /** Writes a vector into a slot that nobody knows, and returns it. */
  int store(float[] vector) {
    int slot = allocate();
    vectors.put(slot, vector);
    return slot;
  }

  private int allocate() {
    while (free.count() == 0) {
      IntList next = recycled.poll();
      if (next == null) {
        return unused++;
      }
      free = next;
    }
    return free.removeLast();
  }

  /** Makes {@code slot} the row's, {@link RowInts#NONE} for none, and returns the one before. */
  int assign(int row, int slot) {
    int before = slotOfRow.get(row);
    if (before == slot) {
      return before;
    }
    slotOfRow.set(row, slot);
    int gained = (slot == RowInts.NONE ? 0 : 1) - (before == RowInts.NONE ? 0 : 1);
    int sizeNow = size + gained;
    size = sizeNow;
    return before;
  }

  /** The row's slot, or {@link RowInts#NONE}. */
  int slotOf(int row) {
    return slotOfRow.get(row);
  }

  /** Takes back slots that no row has and no reader knows. */
  void recycle(IntList slots) {
    if (slots.count() > 0) {
      recycled.add(slots);
    }
  }

  /** How many rows have a vector. */
  int size() {
    return size;
  }

  /** One more than the highest row that may have a vector. */
  int limit() {
    return slotOfRow.limit();
  }

  /** The slot of every row below {@link #limit}. */
  int[] slots() {
    return slotOfRow.copy();
  }

  long bytes() {
    return vectors.bytes() + slotOfRow.bytes();
  }

  @Override
  public void close() {
    vectors.close();
  }
}
