package io.salver.vector.faiss;

import io.salver.vector.Metric;
import io.salver.vector.VectorScorer;
import io.salver.vector.VectorSlots;
import io.salver.vector.faiss.binding.NativeIndex;

/** Scores with the functions that FAISS' flat indexes and inverted files of floats use. */
record FaissScorer(Metric metric) implements VectorScorer {

  private static final int BLOCK_SHIFT = Integer.numberOfTrailingZeros(VectorSlots.BLOCK_SLOTS);

  @Override
  public void score(float[] query, VectorSlots vectors, int[] slots, int count, float[] scores) {
    NativeIndex.score(
        query,
        vectors.dimension(),
        metric == Metric.INNER_PRODUCT,
        vectors.addresses(),
        BLOCK_SHIFT,
        slots,
        count,
        scores);
  }
}
