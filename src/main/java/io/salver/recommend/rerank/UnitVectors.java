package io.salver.recommend.rerank;

import java.util.Arrays;
import java.util.Optional;

/**
 * The embeddings of some items, scaled to length 1 and stored by component, {@code [dimension,
 * count]}, so that the cosines of one item with all others are sums over contiguous memory. An item
 * without embedding is orthogonal to all. Confined to one thread.
 */
final class UnitVectors {

  private final int count;
  private float[] components = {};
  private int dimension;
  private int present;

  private UnitVectors(int count) {
    this.count = count;
  }

  /** The embeddings of the items at {@code positions} of {@code rows}. */
  static UnitVectors of(int[] rows, int[] positions, int count, ItemVectors source) {
    UnitVectors vectors = new UnitVectors(count);
    for (int i = 0; i < count; i++) {
      Optional<float[]> vector = source.vector(rows[positions[i]]);
      if (vector.isPresent()) {
        vectors.put(i, vector.get());
      }
    }
    return vectors;
  }

  /** How many of the items have an embedding. */
  int present() {
    return present;
  }

  /** Writes the cosine of item {@code chosen} with every item to {@code cosines}. */
  void cosines(int chosen, float[] cosines) {
    Arrays.fill(cosines, 0, count, 0f);
    for (int component = 0; component < dimension; component++) {
      int from = component * count;
      float factor = components[from + chosen];
      for (int i = 0; i < count; i++) {
        cosines[i] += factor * components[from + i];
      }
    }
  }

  /** The mean cosine of two different items; 1 where fewer than two have an embedding. */
  double meanCosine() {
    if (present < 2) {
      return 1;
    }
    double squared = 0;
    for (int component = 0; component < dimension; component++) {
      double sum = 0;
      for (int i = component * count; i < (component + 1) * count; i++) {
        sum += components[i];
      }
      squared += sum * sum;
    }
    return (squared - present) / ((double) present * (present - 1));
  }

  private void put(int item, float[] vector) {
    double squared = 0;
    for (float component : vector) {
      squared += (double) component * component;
    }
    if (!(squared > 0) || Double.isInfinite(squared)) {
      return;
    }
    if (dimension == 0) {
      dimension = vector.length;
      components = new float[dimension * count];
    }
    float scale = (float) (1 / Math.sqrt(squared));
    for (int component = 0; component < dimension; component++) {
      components[component * count + item] = vector[component] * scale;
    }
    present++;
  }
}
