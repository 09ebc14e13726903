package io.salver.recommend.catalogue;

import io.salver.fault.BackendFailure;
import io.salver.time.Ticker;
import io.salver.vector.IdFilter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Queue;

/**
 * The public ids of the rows of a table, in both directions. One thread claims and releases, any
 * number look up without locks.
 *
 * <p>An id keeps its row until it is released. A released row is free for {@link #REUSE_AFTER},
 * which is longer than any request lives, and only then given to another id; so what a request
 * found under a row is either still there or gone.
 */
public final class IdDirectory {

  /** The row of an id that is not in the table. */
  public static final int ABSENT = -1;

  /** How long a released row stays free. */
  public static final Duration REUSE_AFTER = Duration.ofMinutes(2);

  private static final long FREE = 0;

  private record Released(int row, long nanos) {}

  private final Ticker ticker;
  private final IdMap rowById;
  private final Queue<Released> released = new ArrayDeque<>();
  private final IdMap reserved;
  private volatile long[] idByRow;

  /** Bit {@code row} says whether the row has an id. */
  private volatile long[] present;

  private volatile int limit;
  private volatile int size;

  private IdDirectory(Ticker ticker, long[] reservedIdByRow) {
    this.ticker = ticker;
    this.idByRow = new long[Math.max(16, reservedIdByRow.length)];
    this.present = new long[(idByRow.length + 63) >>> 6];
    this.limit = reservedIdByRow.length;
    this.rowById = new IdMap(reservedIdByRow.length);
    this.reserved = new IdMap(reservedIdByRow.length);
    for (int row = 0; row < reservedIdByRow.length; row++) {
      if (reservedIdByRow[row] != FREE) {
        reserved.put(reservedIdByRow[row], row);
      }
    }
  }

  /** A directory without any id. */
  public static IdDirectory empty(Ticker ticker) {
    return new IdDirectory(ticker, new long[0]);
  }

  /**
   * A directory without any id that will give these ids these rows when they are claimed.
   *
   * @param idByRow 0 where a row has none
   */
  public static IdDirectory reserving(Ticker ticker, long[] idByRow) {
    return new IdDirectory(ticker, idByRow);
  }

  /**
   * A directory of these ids, by row.
   *
   * @throws BackendFailure when an id is not positive or occurs twice
   */
  public static IdDirectory of(long[] idByRow) {
    IdDirectory directory = empty(Ticker.SYSTEM);
    for (long id : idByRow) {
      if (id < 1) {
        throw new BackendFailure("id " + id + " is not positive");
      }
      if (directory.row(id) != ABSENT) {
        throw new BackendFailure("id " + id + " occurs twice");
      }
      var unused = directory.claim(id);
    }
    return directory;
  }

  /** How many ids there are. */
  public int size() {
    return size;
  }

  /** One more than the highest row that was ever claimed. */
  public int limit() {
    return limit;
  }

  /** The id of a row; 0 for a row that is free. */
  public long id(int row) {
    return idByRow[row];
  }

  /** The row of {@code id}, or {@link #ABSENT}. */
  public int row(long id) {
    return rowById.get(id);
  }

  /** The ids by row, 0 where a row is free; a copy. */
  public long[] idByRow() {
    int rows = limit;
    return Arrays.copyOf(idByRow, rows);
  }

  /** The rows that have an id; a set of the receiver's own. */
  public IdFilter rows() {
    int rows = limit;
    return IdFilter.over(Arrays.copyOf(present, (rows + 63) >>> 6), rows);
  }

  /** The row of {@code id}, claimed where it has none yet; writer only. */
  public int claim(long id) {
    int known = rowById.get(id);
    if (known != ABSENT) {
      return known;
    }
    int row = reserved.get(id);
    if (row == ABSENT) {
      row = freeRow();
    }
    long[] ids = idByRow;
    if (row >= ids.length) {
      ids = Arrays.copyOf(ids, ids.length * 2);
    }
    ids[row] = id;
    idByRow = ids;
    mark(row, true);
    limit = Math.max(limit, row + 1);
    rowById.put(id, row);
    size = rowById.size();
    return row;
  }

  /** Frees the row of {@code id} and tells which it was, or {@link #ABSENT}; writer only. */
  public int release(long id) {
    int row = rowById.get(id);
    if (row != ABSENT) {
      rowById.remove(id);
      reserved.remove(id);
      idByRow[row] = FREE;
      mark(row, false);
      size = rowById.size();
      released.add(new Released(row, ticker.nanos()));
    }
    return row;
  }

  /** Gives up the reservations that nobody claimed, and tells those rows; writer only. */
  public int[] endReservations() {
    long[] ids = idByRow;
    int rows = limit;
    BitSet free = new BitSet(rows);
    for (int row = 0; row < rows; row++) {
      free.set(row, ids[row] == FREE);
    }
    released.forEach(each -> free.clear(each.row()));
    int[] unclaimed = free.stream().toArray();
    for (int row : unclaimed) {
      released.add(new Released(row, ticker.nanos()));
    }
    return unclaimed;
  }

  private void mark(int row, boolean isPresent) {
    long[] now = present;
    int word = row >>> 6;
    if (word >= now.length) {
      now = Arrays.copyOf(now, Math.max(word + 1, now.length * 2));
    }
    now[word] = isPresent ? now[word] | (1L << (row & 63)) : now[word] & ~(1L << (row & 63));
    present = now;
  }

  private int freeRow() {
    Released oldest = released.peek();
    if (oldest != null && ticker.nanos() - oldest.nanos() > REUSE_AFTER.toNanos()) {
      released.remove();
      return oldest.row();
    }
    return limit;
  }
}
