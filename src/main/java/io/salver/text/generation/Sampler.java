package io.salver.text.generation;

import java.util.Arrays;

/**
 * Draws a token: the logits are divided by the temperature, all but the {@code topK} largest and
 * then all but the nucleus are left out, and one of the rest is drawn by its probability among
 * them. Of two equal logits the lower id is the larger. Immutable.
 *
 * @param temperature 0 takes the largest logit, and the rest is nothing to it
 * @param topK 0: all
 * @param topP from above 0 to 1: the fewest of the most probable tokens whose probabilities sum to
 *     this at least (Holtzman et al., 2020, section 3.1)
 */
public record Sampler(double temperature, int topK, double topP) {

  /** Checks the numbers. */
  public Sampler {
    if (!(temperature >= 0) || topK < 0 || !(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "temperature %s, top-k %d, top-p %s".formatted(temperature, topK, topP));
    }
  }

  /** Whether nothing is left to chance. */
  public boolean isGreedy() {
    return temperature == 0 || topK == 1;
  }

  /**
   * A token.
   *
   * @param logits of all tokens, of which one at least is no negative infinity
   */
  public int draw(double[] logits, SplitMix64 random) {
    if (isGreedy()) {
      return largest(logits);
    }
    double[] weights = weights(logits);
    if (topK == 0 && topP == 1) {
      return drawn(weights, random.nextDouble());
    }
    int[] order = descending(logits);
    int kept = topK == 0 ? order.length : Math.min(topK, order.length);
    return drawn(weights, order, nucleus(weights, order, kept), random.nextDouble());
  }

  /** The largest of the logits; the lower id of two that are equal. */
  static int largest(double[] logits) {
    int best = 0;
    for (int id = 1; id < logits.length; id++) {
      if (logits[id] > logits[best]) {
        best = id;
      }
    }
    return best;
  }

  /** Probabilities but for a factor, at most 1. */
  private double[] weights(double[] logits) {
    double most = logits[largest(logits)];
    double[] weights = new double[logits.length];
    for (int id = 0; id < weights.length; id++) {
      weights[id] = Math.exp((logits[id] - most) / temperature);
    }
    return weights;
  }

  /** How many of the first {@code kept} of the order the nucleus has. */
  private int nucleus(double[] weights, int[] order, int kept) {
    double all = 0;
    for (int i = 0; i < kept; i++) {
      all += weights[order[i]];
    }
    double sum = 0;
    int count = 0;
    while (count < kept && (count == 0 || sum < topP * all)) {
      sum += weights[order[count++]];
    }
    return count;
  }

  private static int drawn(double[] weights, double chance) {
    double rest = chance * Arrays.stream(weights).sum();
    int last = 0;
    for (int id = 0; id < weights.length; id++) {
      if (weights[id] > 0) {
        last = id;
        rest -= weights[id];
        if (rest < 0) {
          return id;
        }
      }
    }
    return last; // rounding has left a crumb
  }

  private static int drawn(double[] weights, int[] order, int count, double chance) {
    double all = 0;
    for (int i = 0; i < count; i++) {
      all += weights[order[i]];
    }
    double rest = chance * all;
    for (int i = 0; i < count; i++) {
      rest -= weights[order[i]];
      if (rest < 0) {
        return order[i];
      }
    }
    return order[0];
  }

  /** The ids by their logits, which are compared as floats, as models give them. */
  private static int[] descending(double[] logits) {
    long[] keys = new long[logits.length];
    for (int id = 0; id < keys.length; id++) {
      int bits = Float.floatToIntBits((float) logits[id] + 0f);
      int ascending = bits >= 0 ? bits : ~bits ^ Integer.MIN_VALUE;
      keys[id] = (long) ~ascending << Integer.SIZE | id;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }
}
