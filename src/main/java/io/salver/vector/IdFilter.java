package io.salver.vector;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;

/**
 * A set of allowed ids in {@code [0, limit)}, one bit each: id {@code i} is bit {@code i mod 64} of
 * word {@code i div 64}. Ids outside the range are not allowed. Mutable while it is being built by
 * one thread; not to be changed once a search has it.
 */
public final class IdFilter {

  private final long[] words;
  private final int limit;

  private IdFilter(long[] words, int limit) {
    this.words = words;
    this.limit = limit;
  }

  /** Allows no id below {@code limit} yet. */
  public static IdFilter none(int limit) {
    return new IdFilter(new long[(limit + 63) >>> 6], limit);
  }

  /** Allows every id below {@code limit}. */
  public static IdFilter all(int limit) {
    IdFilter filter = none(limit);
    Arrays.fill(filter.words, -1L);
    if ((limit & 63) != 0) {
      filter.words[filter.words.length - 1] = (1L << (limit & 63)) - 1;
    }
    return filter;
  }

  /** The ids below {@code limit} that {@code words} allows, which stay the caller's. */
  public static IdFilter over(long[] words, int limit) {
    Objects.checkFromIndexSize(0, (limit + 63) >>> 6, words.length);
    return new IdFilter(words, limit);
  }

  /** A copy that can allow ids up to another limit, at least this one. */
  public IdFilter copy(int otherLimit) {
    Objects.checkIndex(limit, otherLimit + 1);
    return new IdFilter(Arrays.copyOf(words, (otherLimit + 63) >>> 6), otherLimit);
  }

  /** Allows {@code id}, which must be within range. */
  public void allow(int id) {
    words[Objects.checkIndex(id, limit) >>> 6] |= 1L << (id & 63);
  }

  /** Forbids {@code id}, which must be within range. */
  public void forbid(int id) {
    words[Objects.checkIndex(id, limit) >>> 6] &= ~(1L << (id & 63));
  }

  /** Forbids every allowed id that {@code keeps} refuses, and tells how many those were. */
  public int retain(IntPredicate keeps) {
    int removed = 0;
    for (int index = 0; index < (limit + 63) >>> 6; index++) {
      for (long left = words[index]; left != 0; left &= left - 1) {
        long bit = Long.lowestOneBit(left);
        if (!keeps.test((index << 6) + Long.numberOfTrailingZeros(bit))) {
          words[index] &= ~bit;
          removed++;
        }
      }
    }
    return removed;
  }

  public boolean allows(long id) {
    return id >= 0 && id < limit && (words[(int) (id >>> 6)] & (1L << (id & 63))) != 0;
  }

  /** One more than the highest id it could allow. */
  public int limit() {
    return limit;
  }

  /** How many ids it allows. */
  public int count() {
    int count = 0;
    for (int index = 0; index < (limit + 63) >>> 6; index++) {
      count += Long.bitCount(words[index]);
    }
    return count;
  }

  /**
   * The bits themselves, not copied; for implementations of {@link VectorIndex}, which only read
   * them.
   */
  public long[] words() {
    return words;
  }
}
