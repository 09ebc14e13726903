package io.salver.recommend.feature;

import io.salver.recommend.catalogue.Image;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What a tensor is filled for: one user and {@code count} items, as structure of arrays. The arrays
 * are not copied and only read.
 *
 * @param items rows of the catalogue; the first {@code count} count
 * @param retrievalScores inner products with the user's embedding, in the same order
 * @param images the picture of the item in a row
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one run of a model, never compared
public record Rows(
    UserState user,
    int[] items,
    float[] retrievalScores,
    int count,
    IntFunction<Optional<Image>> images) {

  /** Candidates of a user. */
  public Rows(UserState user, int[] items, float[] retrievalScores, int count) {
    this(user, items, retrievalScores, count, row -> Optional.empty());
  }

  /** The user alone, one row. */
  public static Rows of(UserState user) {
    return new Rows(user, new int[1], new float[1], 1);
  }

  /** Items without a user. */
  public static Rows of(int[] items, IntFunction<Optional<Image>> images) {
    return new Rows(UserState.NONE, items, new float[items.length], items.length, images);
  }
}
