package io.salver.recommend.pipeline;

import java.util.Arrays;

/**
 * Items that may become the answer, as structure of arrays, in the order of the first stage: the
 * candidate at position {@code i} has retrieval rank {@code i + 1}. Immutable; the arrays are not
 * copied and must not change.
 *
 * @param rows rows of the catalogue
 * @param retrievalScores what the first stage ordered by, higher first
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request, never compared
record Candidates(int[] rows, float[] retrievalScores) {

  static final Candidates NONE = new Candidates(new int[0], new float[0]);

  int count() {
    return rows.length;
  }

  /** The candidates at these positions, in that order. */
  Candidates at(int[] positions) {
    int[] chosen = Arrays.stream(positions).map(position -> rows[position]).toArray();
    float[] scores = new float[positions.length];
    for (int i = 0; i < positions.length; i++) {
      scores[i] = retrievalScores[positions[i]];
    }
    return new Candidates(chosen, scores);
  }
}
