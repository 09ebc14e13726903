package io.salver.recommend.catalogue;

import java.util.Arrays;

/** What each user has interacted with: item rows, oldest first. Immutable. */
public final class Histories {

  private final int[] offsets;
  private final int[] itemRows;

  private Histories(int[] offsets, int[] itemRows) {
    this.offsets = offsets;
    this.itemRows = itemRows;
  }

  /** The item rows of that user, oldest first; a copy. */
  public int[] of(int userRow) {
    return Arrays.copyOfRange(itemRows, offsets[userRow], offsets[userRow + 1]);
  }

  /** Collects histories user by user; not thread-safe. */
  public static final class Builder {

    private int[] offsets = new int[1024];
    private int[] itemRows = new int[4096];
    private int users;

    /** Appends the history of the next user. */
    public void add(int... rows) {
      int start = offsets[users];
      if (users + 2 > offsets.length) {
        offsets = Arrays.copyOf(offsets, offsets.length * 2);
      }
      if (start + rows.length > itemRows.length) {
        itemRows = Arrays.copyOf(itemRows, Math.max(itemRows.length * 2, start + rows.length));
      }
      System.arraycopy(rows, 0, itemRows, start, rows.length);
      offsets[++users] = start + rows.length;
    }

    public Histories build() {
      int[] ends = Arrays.copyOf(offsets, users + 1);
      return new Histories(ends, Arrays.copyOf(itemRows, ends[users]));
    }
  }
}
