package io.salver.recommend.pipeline;

import io.salver.recommend.catalogue.IdDirectory;
import java.util.Arrays;

/**
 * Items that may become the answer, as structure of arrays, in the order of the first stage: the
 * candidate at position {@code i} has retrieval rank {@code i + 1}, except for those that were
 * pinned, which stand at the end without a rank. Immutable; the arrays are not copied and must not
 * change.
 *
 * @param rows rows of the catalogue
 * @param ids what the rows held when they were found
 * @param retrievalScores what the first stage ordered by, higher first; NaN for the pinned
 * @param retrieved how many were retrieved
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request, never compared
record Candidates(int[] rows, long[] ids, float[] retrievalScores, int retrieved) {

  static final Candidates NONE = new Candidates(new int[0], new long[0], new float[0], 0);

  /** What the first stage found. */
  static Candidates found(int[] rows, float[] retrievalScores, IdDirectory ids) {
    return new Candidates(rows, ids(rows, ids), retrievalScores, rows.length);
  }

  int count() {
    return rows.length;
  }

  /** The rank of the first stage; 0 where it has none. */
  int retrievalRank(int position) {
    return position < retrieved ? position + 1 : 0;
  }

  /** These and the pinned rows that are not among them. */
  Candidates with(int[] pinned, IdDirectory directory) {
    int[] added =
        Arrays.stream(pinned).filter(row -> Arrays.stream(rows).noneMatch(r -> r == row)).toArray();
    if (added.length == 0) {
      return this;
    }
    int count = rows.length + added.length;
    int[] allRows = Arrays.copyOf(rows, count);
    long[] allIds = Arrays.copyOf(ids, count);
    System.arraycopy(added, 0, allRows, rows.length, added.length);
    System.arraycopy(ids(added, directory), 0, allIds, rows.length, added.length);
    return new Candidates(allRows, allIds, padded(retrievalScores, count), retrieved);
  }

  /** Scores, and NaN up to {@code count}. */
  static float[] padded(float[] scores, int count) {
    float[] padded = Arrays.copyOf(scores, count);
    Arrays.fill(padded, scores.length, count, Float.NaN);
    return padded;
  }

  private static long[] ids(int[] rows, IdDirectory directory) {
    return Arrays.stream(rows).mapToLong(directory::id).toArray();
  }
}
