package io.salver.recommend.catalogue;

import java.util.Arrays;

/**
 * What each user has interacted with: item ids, oldest first; first those that came with the user,
 * then those of events. One thread changes, any number read without locks; an array that was given
 * out never changes. The newest {@value #MOST} of a user are kept.
 */
public final class Histories {

  /** The most items of one user. */
  public static final int MOST = 1_000;

  private static final long[] NONE = {};

  private volatile long[][] itemsByUser = new long[16][];
  private int[] initialByUser = new int[16];

  /** The item ids of that user, oldest first; shared, to be read only. */
  public long[] of(int userRow) {
    long[][] now = itemsByUser;
    return userRow < now.length && now[userRow] != null ? now[userRow] : NONE;
  }

  /** Puts what came before the first event, in place of what was there; writer only. */
  public void begin(int userRow, long[] items) {
    long[] now = of(userRow);
    int events = now.length - initial(userRow);
    long[] joined = Arrays.copyOf(items, items.length + events);
    System.arraycopy(now, now.length - events, joined, items.length, events);
    store(userRow, joined, items.length);
  }

  /** Appends the item of an event; writer only. */
  public void append(int userRow, long item) {
    long[] now = of(userRow);
    long[] longer = Arrays.copyOf(now, now.length + 1);
    longer[now.length] = item;
    store(userRow, longer, initial(userRow));
  }

  /** Forgets a user; writer only. */
  public void clear(int userRow) {
    store(userRow, NONE, 0);
  }

  private int initial(int userRow) {
    return userRow < initialByUser.length ? initialByUser[userRow] : 0;
  }

  private void store(int userRow, long[] items, int initial) {
    int dropped = Math.max(0, items.length - MOST);
    long[][] now = itemsByUser;
    if (userRow >= now.length) {
      int length = Column.grown(now.length, userRow);
      now = Arrays.copyOf(now, length);
      initialByUser = Arrays.copyOf(initialByUser, length);
    }
    now[userRow] = dropped == 0 ? items : Arrays.copyOfRange(items, dropped, items.length);
    initialByUser[userRow] = Math.max(0, initial - dropped);
    itemsByUser = now;
  }
}
