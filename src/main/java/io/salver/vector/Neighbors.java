package io.salver.vector;

/**
 * What one query found, nearest first: {@code ids[i]} has {@code scores[i]}. Both arrays have the
 * same length, at most {@code k}; it is shorter where fewer vectors exist, are allowed or were
 * reached. The arrays are the receiver's own.
 */
@SuppressWarnings("ArrayRecordComponent") // a result row on the hot path, never compared
public record Neighbors(long[] ids, float[] scores) {

  public int count() {
    return ids.length;
  }
}
