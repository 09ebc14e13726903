package io.salver.recommend.pipeline;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A weight per row, kept only for rows that have one: open addressing, no boxing. One thread writes
 * at a time, any number read without locks: the volatile total is written after the arrays, and
 * read before them.
 */
final class RowCounts {

  private static final int FREE = -1;

  /** Rows and weights; replaced together when they grow. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Slots(int[] rows, float[] weights) {

    static Slots of(int capacity) {
      int[] rows = new int[capacity];
      Arrays.fill(rows, FREE);
      return new Slots(rows, new float[capacity]);
    }

    /** The slot of {@code row}, or the free one where it would be. */
    int slot(int row) {
      int mask = rows.length - 1;
      int slot = ((row * 0x9E3779B9) >>> 7) & mask;
      while (rows[slot] != row && rows[slot] != FREE) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }
  }

  private volatile Slots slots = Slots.of(16);
  private volatile double total;
  private int used;

  /** The sum of all weights. */
  double total() {
    return total;
  }

  /** The weight of a row; 0 where it has none. */
  float weight(int row) {
    if (total == 0) {
      return 0;
    }
    Slots now = slots;
    return now.weights[now.slot(row)];
  }

  /**
   * Offers every row that has a weight and is wanted to {@code best}, at its share of the total
   * times {@code factor}.
   */
  void offer(IntPredicate wanted, double factor, BestRows best) {
    double sum = total;
    if (sum == 0) {
      return;
    }
    Slots now = slots;
    for (int slot = 0; slot < now.rows.length; slot++) {
      int row = now.rows[slot];
      float score = (float) (factor * Math.min(1, now.weights[slot] / sum));
      if (row != FREE && score > 0 && best.wants(score) && wanted.test(row)) {
        best.offer(row, score);
      }
    }
  }

  /** Adds to the weight of a row; one thread at a time. */
  void add(int row, float weight) {
    double sum = total;
    if (2 * (used + 1) > slots.rows.length) {
      grow();
    }
    Slots now = slots;
    int slot = now.slot(row);
    now.weights[slot] += weight;
    if (now.rows[slot] == FREE) {
      now.rows[slot] = row;
      used++;
    }
    total = sum + weight;
  }

  /** Takes the weight of a row away; one thread at a time. */
  void forget(int row) {
    Slots now = slots;
    int slot = now.slot(row);
    double left = total - now.weights[slot];
    now.weights[slot] = 0;
    total = Math.max(0, left);
  }

  /** Moves what has a weight to arrays of twice its size. */
  private void grow() {
    Slots old = slots;
    int living = 0;
    for (float weight : old.weights) {
      living += weight > 0 ? 1 : 0;
    }
    Slots wider = Slots.of(Math.max(16, Integer.highestOneBit(living + 1) * 8));
    for (int i = 0; i < old.rows.length; i++) {
      if (old.weights[i] > 0) {
        int slot = wider.slot(old.rows[i]);
        wider.rows[slot] = old.rows[i];
        wider.weights[slot] = old.weights[i];
      }
    }
    used = living;
    slots = wider;
  }
}
