package io.salver.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExactIndexTest extends VectorIndexContract {

  @Override
  protected VectorIndexes indexes() {
    return new ExactIndexes();
  }

  @Override
  protected String description() {
    return ExactIndexes.DESCRIPTION;
  }

  @Override
  protected double recallFloor() {
    return 1;
  }

  @Override
  protected boolean needsTraining() {
    return false;
  }

  @Override
  protected float reconstructionError() {
    return 0;
  }

  @Test
  void of_equal_scores_the_lower_id_comes_first() {
    try (VectorIndexBuilder builder = indexes().builder(line())) {
      builder.add(new long[] {30, 10, 20, 40}, FloatBuffer.wrap(new float[] {1, 1, 2, 1}));
      try (VectorIndex index = builder.build()) {
        Neighbors found = search(index, 1, 3);
        assertThat(found.ids()).containsExactly(20, 10, 30);
        assertThat(found.scores()).containsExactly(2, 1, 1);
      }
    }
  }

  @Test
  void a_score_that_is_not_a_number_is_never_answered() {
    float huge = Float.MAX_VALUE;
    IndexSpec plane = new IndexSpec(2, Metric.INNER_PRODUCT, ExactIndexes.DESCRIPTION);
    try (VectorIndexBuilder builder = indexes().builder(plane)) {
      builder.add(new long[] {1, 2}, FloatBuffer.wrap(new float[] {huge, -huge, 1, 1}));
      try (VectorIndex index = builder.build()) {
        FloatBuffer query = FloatBuffer.wrap(new float[] {4, 4});
        List<Neighbors> found = index.search(query, SearchRequest.nearest(2));
        assertThat(found.getFirst().ids()).containsExactly(2);
      }
    }
  }

  @Test
  void a_distance_is_squared_and_negated() {
    IndexSpec spec = new IndexSpec(1, Metric.EUCLIDEAN, ExactIndexes.DESCRIPTION);
    try (VectorIndexBuilder builder = indexes().builder(spec)) {
      builder.add(new long[] {1, 2}, FloatBuffer.wrap(new float[] {7, 1}));
      try (VectorIndex index = builder.build()) {
        Neighbors found = search(index, 4, 2);
        assertThat(found.ids()).containsExactly(1, 2);
        assertThat(found.scores()).containsExactly(-9, -9);
      }
    }
  }

  private static IndexSpec line() {
    return new IndexSpec(1, Metric.INNER_PRODUCT, ExactIndexes.DESCRIPTION);
  }

  private static Neighbors search(VectorIndex index, float query, int k) {
    return index.search(FloatBuffer.wrap(new float[] {query}), SearchRequest.nearest(k)).getFirst();
  }
}
