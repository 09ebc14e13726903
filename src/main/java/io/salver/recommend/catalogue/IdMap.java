package io.salver.recommend.catalogue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A map from positive ids to rows by open addressing; nothing is boxed. One thread writes, any
 * number read without locks: a row is written before its id is published, an id never leaves its
 * slot, and a grown table replaces the old one as a whole.
 */
final class IdMap {

  private static final VarHandle IDS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle ROWS = MethodHandles.arrayElementVarHandle(int[].class);

  /** {@code ids[i]} has row {@code rows[i]}; id 0 marks a free slot. The length is a power of 2. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slots(long[] ids, int[] rows) {}

  private volatile Slots slots;
  private int used;
  private int size;

  IdMap(int expected) {
    int length = Integer.highestOneBit(Math.max(16, expected * 2 - 1)) << 1;
    this.slots = new Slots(new long[length], new int[length]);
  }

  /** The row of {@code id}, or {@link IdDirectory#ABSENT}. */
  int get(long id) {
    Slots now = slots;
    int slot = find(now, id);
    return (long) IDS.getAcquire(now.ids, slot) == id
        ? (int) ROWS.getAcquire(now.rows, slot)
        : IdDirectory.ABSENT;
  }

  /** How many ids have a row; writer only. */
  int size() {
    return size;
  }

  /** Maps {@code id} to {@code row}; writer only. */
  void put(long id, int row) {
    if (2 * (used + 1) > slots.ids.length) {
      rehash();
    }
    Slots now = slots;
    int slot = find(now, id);
    boolean known = now.ids[slot] == id && now.rows[slot] != IdDirectory.ABSENT;
    size += known ? 0 : 1;
    ROWS.setRelease(now.rows, slot, row);
    if (now.ids[slot] == 0) {
      used++;
      IDS.setRelease(now.ids, slot, id);
    }
  }

  /** Forgets {@code id}; writer only. */
  void remove(long id) {
    Slots now = slots;
    int slot = find(now, id);
    if (now.ids[slot] == id && now.rows[slot] != IdDirectory.ABSENT) {
      size--;
      ROWS.setRelease(now.rows, slot, IdDirectory.ABSENT);
    }
  }

  /** Leaves the forgotten ids behind, and grows where that is not enough. */
  private void rehash() {
    Slots old = slots;
    int present = 0;
    for (int i = 0; i < old.ids.length; i++) {
      if (old.ids[i] != 0 && old.rows[i] != IdDirectory.ABSENT) {
        present++;
      }
    }
    int length = old.ids.length;
    while (length < 4 * (present + 1)) {
      length *= 2;
    }
    Slots grown = new Slots(new long[length], new int[length]);
    for (int i = 0; i < old.ids.length; i++) {
      if (old.ids[i] != 0 && old.rows[i] != IdDirectory.ABSENT) {
        int slot = find(grown, old.ids[i]);
        grown.ids[slot] = old.ids[i];
        grown.rows[slot] = old.rows[i];
      }
    }
    used = present;
    slots = grown;
  }

  /** The slot of {@code id}, or the free one where it would stand. */
  private static int find(Slots slots, long id) {
    int mask = slots.ids.length - 1;
    int slot = (int) (mix(id) & mask);
    while (true) {
      long there = (long) IDS.getAcquire(slots.ids, slot);
      if (there == id || there == 0) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Spreads neighbouring ids (the finaliser of Steele, Lea, Flood: SplitMix, OOPSLA 2014). */
  private static long mix(long id) {
    long mixed = (id ^ (id >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
