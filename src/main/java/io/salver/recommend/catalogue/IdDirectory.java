package io.salver.recommend.catalogue;

import io.salver.fault.BackendFailure;
import java.util.Arrays;

/**
 * The public ids of the rows of a table, in both directions. Immutable. A lookup by id is a binary
 * search; nothing is boxed.
 */
public final class IdDirectory {

  /** The row of an id that is not in the table. */
  public static final int ABSENT = -1;

  private final long[] idByRow;
  private final long[] sortedIds;
  private final int[] rowBySorted;

  private IdDirectory(long[] idByRow, long[] sortedIds, int[] rowBySorted) {
    this.idByRow = idByRow;
    this.sortedIds = sortedIds;
    this.rowBySorted = rowBySorted;
  }

  /**
   * A directory of these ids, by row.
   *
   * @throws BackendFailure when an id is not positive or occurs twice
   */
  public static IdDirectory of(long[] idByRow) {
    long[] sorted = idByRow.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] < 1) {
        throw new BackendFailure("id " + sorted[i] + " is not positive");
      }
      if (i > 0 && sorted[i] == sorted[i - 1]) {
        throw new BackendFailure("id " + sorted[i] + " occurs twice");
      }
    }
    int[] rows = new int[sorted.length];
    for (int row = 0; row < idByRow.length; row++) {
      rows[Arrays.binarySearch(sorted, idByRow[row])] = row;
    }
    return new IdDirectory(idByRow.clone(), sorted, rows);
  }

  public int size() {
    return idByRow.length;
  }

  public long id(int row) {
    return idByRow[row];
  }

  /** The row of {@code id}, or {@link #ABSENT}. */
  public int row(long id) {
    int position = Arrays.binarySearch(sortedIds, id);
    return position < 0 ? ABSENT : rowBySorted[position];
  }
}
