package io.salver.vector;

/** Scores chosen vectors against a query. Thread-safe. */
@FunctionalInterface
public interface VectorScorer {

  /**
   * Writes the score of the vector in {@code slots[i]} to {@code scores[i]}, for every {@code i}
   * below {@code count}; higher is nearer. Nothing is checked: the slots must have been written.
   *
   * @param query {@code [dimension]}
   */
  void score(float[] query, VectorSlots vectors, int[] slots, int count, float[] scores);
}
