package io.salver.vector;

/** Scores in plain Java; sums in the order of the components, as the exact index does. */
record ExactScorer(Metric metric) implements VectorScorer {

  @Override
  public void score(float[] query, VectorSlots vectors, int[] slots, int count, float[] scores) {
    float[] vector = new float[query.length];
    for (int i = 0; i < count; i++) {
      vectors.get(slots[i], vector);
      scores[i] =
          switch (metric) {
            case INNER_PRODUCT -> product(query, vector);
            case EUCLIDEAN -> negatedDistance(query, vector);
          };
    }
  }

  private static float product(float[] query, float[] vector) {
    float sum = 0;
    for (int component = 0; component < query.length; component++) {
      sum += query[component] * vector[component];
    }
    return sum;
  }

  private static float negatedDistance(float[] query, float[] vector) {
    float sum = 0;
    for (int component = 0; component < query.length; component++) {
      float difference = query[component] - vector[component];
      sum -= difference * difference;
    }
    return sum;
  }
}
