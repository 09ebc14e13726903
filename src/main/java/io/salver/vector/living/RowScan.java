package io.salver.vector.living;

import io.salver.vector.TopNeighbors;
import io.salver.vector.VectorScorer;
import io.salver.vector.VectorSlots;

/**
 * Scores rows by their original vectors, a batch at a time, and keeps the best. Confined to one
 * search: {@link #begin}, {@link #add} as often as needed, {@link #finish}.
 */
final class RowScan {

  private static final int BATCH = 1024;

  private final VectorSlots vectors;
  private final VectorScorer scorer;
  private final int[] rows = new int[BATCH];
  private final int[] slots = new int[BATCH];
  private final float[] scores = new float[BATCH];
  private int count;
  private float atLeast;
  private float[] query = new float[0];
  private TopNeighbors best = new TopNeighbors(0);

  RowScan(VectorSlots vectors, VectorScorer scorer) {
    this.vectors = vectors;
    this.scorer = scorer;
  }

  /** A copy of the vector in {@code slot}. */
  float[] vector(int slot) {
    return vectors.get(slot);
  }

  /** Starts to look for those of at least some score. */
  void begin(float[] query, TopNeighbors best, float atLeast) {
    this.atLeast = atLeast;
    this.query = query;
    this.best = best;
    this.count = 0;
  }

  /** Considers a row by the vector in {@code slot}. */
  void add(int row, int slot) {
    rows[count] = row;
    slots[count] = slot;
    if (++count == BATCH) {
      score();
    }
  }

  private void score() {
    scorer.score(query, vectors, slots, count, scores);
    for (int i = 0; i < count; i++) {
      if (scores[i] >= atLeast && best.wants(scores[i])) {
        best.offer(rows[i], scores[i]);
      }
    }
    count = 0;
  }

  void finish() {
    score();
  }
}
