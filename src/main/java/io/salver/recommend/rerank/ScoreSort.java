package io.salver.recommend.rerank;

import java.util.Arrays;

/**
 * Sorts positions by score, the highest first. Ties keep their order, and scores that are not
 * finite stand behind all finite ones, so the answer is the same every time.
 */
final class ScoreSort {

  private ScoreSort() {}

  /** The positions in {@code scores}, best first. */
  static int[] descending(float[] scores) {
    long[] keys = new long[scores.length];
    for (int position = 0; position < scores.length; position++) {
      keys[position] = ((long) descending(scores[position]) << Integer.SIZE) | position;
    }
    Arrays.sort(keys);
    int[] sorted = new int[keys.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = (int) keys[i];
    }
    return sorted;
  }

  /** An int whose signed order is the descending order of the scores; non-finite ones last. */
  private static int descending(float score) {
    if (!Float.isFinite(score)) {
      return Integer.MAX_VALUE;
    }
    int bits = Float.floatToIntBits(score + 0f);
    return ~(bits >= 0 ? bits : bits ^ Integer.MAX_VALUE);
  }
}
