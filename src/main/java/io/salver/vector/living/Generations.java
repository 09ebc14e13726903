package io.salver.vector.living;

import io.salver.vector.IdFilter;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The generation in service, the writes to it, and its replacement by the next. Searches take
 * leases and never the lock.
 *
 * <p>A write (1) puts the vector into a new slot, (2) appends to the delta, (3) gives the slot to
 * the row, (4) strikes the row out of the main index. A search reads the main index first and the
 * delta's count afterwards: where it meets the row struck out, it sees the entry, and where it does
 * not, it meets the row in both and takes the delta's. So no row is missed.
 */
final class Generations {

  /** Guards writes to the table, to {@code entryOfRow} and to the generation, and its exchange. */
  private final ReentrantLock lock = new ReentrantLock();

  private final RowTable table;
  private final Executor background;

  /** Where a row's last entry in the delta is. Guarded by the lock. */
  private final RowInts entryOfRow = new RowInts();

  /** Written under the lock. */
  private volatile boolean closed;

  private volatile Generation current;

  Generations(RowTable table, MainIndex first, IdFilter live, Executor background) {
    this.table = table;
    this.background = background;
    this.current = generation(first, live);
  }

  private Generation generation(MainIndex main, IdFilter live) {
    return new Generation(main, new LiveRows(live, main.size()), table, background);
  }

  /** A lease of the generation in service, which the caller leaves. */
  Generation lease() {
    Generation seen = current;
    while (!seen.enter()) {
      Generation next = current;
      if (next == seen) {
        throw new IllegalStateException("the index is closed");
      }
      seen = next;
    }
    return seen;
  }

  /**
   * What may be searched after this returns: {@code rows[i]} has the {@code i}-th vector. A row
   * that has it already stays where it is: most changes of an item do not change its vector.
   */
  void put(int[] rows, FloatBuffer vectors, int dimension) {
    float[] vector = new float[dimension];
    float[] held = new float[dimension];
    lock.lock();
    try {
      requireOpen();
      for (int i = 0; i < rows.length; i++) {
        vectors.get(vectors.position() + i * vector.length, vector);
        if (!holds(rows[i], vector, held)) {
          write(rows[i], table.store(vector));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean holds(int row, float[] vector, float[] held) {
    int slot = table.slotOf(row);
    if (slot == RowInts.NONE) {
      return false;
    }
    table.vectors().get(slot, held);
    return Arrays.equals(held, vector);
  }

  /** Takes rows out; those without a vector are left alone. */
  void remove(int[] rows) {
    lock.lock();
    try {
      requireOpen();
      for (int row : rows) {
        if (table.slotOf(row) != RowInts.NONE) {
          write(row, RowInts.NONE);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(int row, int slot) {
    Generation generation = current;
    entryOfRow.set(row, generation.delta().append(row, slot, entryOfRow.get(row)));
    int before = table.assign(row, slot);
    if (before != RowInts.NONE) {
      generation.giveUp(before);
    }
    generation.live().retire(row);
  }

  /** A generation, leased, and a moment before which all writes to it are complete. */
  record Cut(Generation generation, int moment) {}

  /** The present; the caller leaves the generation. */
  Cut cut() {
    lock.lock();
    try {
      Generation generation = lease();
      return new Cut(generation, generation.delta().count());
    } finally {
      lock.unlock();
    }
  }

  /**
   * All that is true at one moment.
   *
   * @param generation leased; the receiver leaves it
   * @param slots the slot of every row
   * @param live the rows whose vector in the main index is theirs
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Captured(Generation generation, int[] slots, IdFilter live) {}

  /** The present. */
  Captured capture() {
    lock.lock();
    try {
      Generation generation = lease();
      IdFilter live = generation.live().filter();
      return new Captured(generation, table.slots(), live.copy(live.limit()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts {@code main}, which holds the state at the cut or later, into service, with what was
   * written since the cut.
   *
   * @param indexed the rows in {@code main}
   * @return false when the index was closed: {@code main} is then still the caller's
   */
  boolean replace(Cut cut, MainIndex main, IdFilter indexed) {
    Generation before = cut.generation();
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      Generation next = generation(main, indexed);
      carryOver(before.delta(), cut.moment(), next);
      before.precede(next);
      current = next;
    } finally {
      lock.unlock();
    }
    before.retire();
    return true;
  }

  private void carryOver(Delta delta, int moment, Generation next) {
    int count = delta.count();
    for (int position = 0; position < count; position++) {
      entryOfRow.set(delta.chunk(position).row(position & (Delta.CHUNK - 1)), RowInts.NONE);
    }
    for (int position = moment; position < count; position++) {
      Delta.Chunk chunk = delta.chunk(position);
      int index = position & (Delta.CHUNK - 1);
      int row = chunk.row(index);
      next.live().retire(row);
      if (chunk.counts(index, count)) {
        entryOfRow.set(row, next.delta().append(row, chunk.slot(index), RowInts.NONE));
      }
    }
  }

  /** Later leases, writes and replacements are refused; those under way finish first. */
  void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    current.retire();
  }

  boolean isClosed() {
    return closed;
  }

  /** How many changes were written since the index in service was built. */
  int changes() {
    return current.delta().count();
  }

  /** How many rows have a vector. */
  int size() {
    return table.size();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the index is closed");
    }
  }
}
