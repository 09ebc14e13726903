package io.salver.recommend.pipeline;

import java.util.Arrays;

/**
 * Selects the positions of the {@code k} highest scores. Ties keep their order, and scores that are
 * not finite stand behind all finite ones, so the answer is the same every time.
 */
final class TopKSelector {

  private TopKSelector() {}

  /** Positions in {@code scores}, best first, {@code min(k, scores.length)} of them. */
  static int[] select(float[] scores, int k) {
    long[] keys = new long[scores.length];
    for (int position = 0; position < scores.length; position++) {
      keys[position] = ((long) descending(scores[position]) << Integer.SIZE) | position;
    }
    Arrays.sort(keys);
    int[] selected = new int[Math.min(k, scores.length)];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = (int) keys[i];
    }
    return selected;
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
