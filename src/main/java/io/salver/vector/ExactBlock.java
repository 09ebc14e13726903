package io.salver.vector;

import java.util.Arrays;

/**
 * Up to {@value #ROWS} vectors with ascending ids, stored component by component ({@code
 * [dimension, ROWS]}), so that the inner loop of scoring runs over vectors and not over components:
 * without a sum across the loop the compiler turns it into vector instructions and every score adds
 * its components in order. Never changes once filled.
 */
final class ExactBlock {

  static final int ROWS = 256;

  private final long[] ids;
  private final float[] columns;
  private final int dimension;

  /** A block for the vectors of these ids, which are filled in next. */
  ExactBlock(long[] ids, int dimension) {
    this.ids = ids;
    this.columns = new float[Math.multiplyExact(ROWS, dimension)];
    this.dimension = dimension;
  }

  void put(int row, float[] vector) {
    for (int component = 0; component < dimension; component++) {
      columns[component * ROWS + row] = vector[component];
    }
  }

  void get(int row, float[] vector) {
    for (int component = 0; component < dimension; component++) {
      vector[component] = columns[component * ROWS + row];
    }
  }

  int count() {
    return ids.length;
  }

  long id(int row) {
    return ids[row];
  }

  long[] ids() {
    return ids;
  }

  /** Writes the score of every row against {@code query} to {@code scores}, {@code [ROWS]}. */
  void score(float[] query, Metric metric, float[] scores) {
    Arrays.fill(scores, 0f);
    switch (metric) {
      case INNER_PRODUCT -> {
        for (int component = 0; component < dimension; component++) {
          addProducts(query[component], component * ROWS, scores);
        }
      }
      case EUCLIDEAN -> {
        for (int component = 0; component < dimension; component++) {
          subtractSquares(query[component], component * ROWS, scores);
        }
      }
    }
  }

  private void addProducts(float factor, int offset, float[] scores) {
    for (int row = 0; row < ROWS; row++) {
      scores[row] += factor * columns[offset + row];
    }
  }

  private void subtractSquares(float origin, int offset, float[] scores) {
    for (int row = 0; row < ROWS; row++) {
      float difference = origin - columns[offset + row];
      scores[row] -= difference * difference;
    }
  }
}
