package io.salver.recommend.feature;

/**
 * What a tensor is filled for: one user and {@code count} items, as structure of arrays. The arrays
 * are not copied and only read.
 *
 * @param items rows of the catalogue; the first {@code count} count
 * @param retrievalScores inner products with the user's embedding, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one run of a model, never compared
public record Rows(UserState user, int[] items, float[] retrievalScores, int count) {

  /** The user alone, one row. */
  public static Rows of(UserState user) {
    return new Rows(user, new int[1], new float[1], 1);
  }

  /** Items {@code from} to {@code to}, exclusive, without a user. */
  public static Rows range(int from, int to) {
    int[] items = new int[to - from];
    for (int i = 0; i < items.length; i++) {
      items[i] = from + i;
    }
    return new Rows(UserState.NONE, items, new float[items.length], items.length);
  }
}
