package io.salver.recommend.rerank;

import java.util.Arrays;

/**
 * Gives, greedily, the candidate of the greatest sum of relevance and novelty: {@code (1 − λ) ·
 * relevance + λ · novelty}, where λ is the diversity that is wanted and relevance the score, scaled
 * to [0, 1] over the pool. Of equal sums the higher score wins, so λ = 0 keeps the order.
 *
 * <p>Only the pool, the best {@value #POOL} or as many as are wanted, is compared; candidates
 * behind it follow in the order of their scores. A pick costs {@code pool · dimension}
 * multiplications.
 */
final class DiversePicker implements Picker {

  /** The most candidates that are compared where no more items are wanted. */
  static final int POOL = 1_000;

  /**
   * What an item adds to those that stand. Confined to one thread; the arrays are as long as the
   * pool.
   */
  interface Novelty {

    /** Writes the novelty of every item of the pool to {@code novelty}. */
    void write(float[] novelty);

    /** Tells that this item of the pool stands. */
    void add(int item);
  }

  private final int[] order;
  private final int pool;
  private final float[] relevance;
  private final float[] novelty;
  private final boolean[] given;
  private final Novelty novelties;
  private final float diversity;
  private boolean changed = true;
  private int last = NONE;
  private int firstLeft;
  private int moved;

  private DiversePicker(
      int[] order, int pool, float[] scores, Novelty novelties, double diversity) {
    this.order = order;
    this.pool = pool;
    this.relevance = relevance(order, pool, scores);
    this.novelty = new float[pool];
    this.given = new boolean[order.length];
    this.novelties = novelties;
    this.diversity = (float) diversity;
  }

  /**
   * A picker over candidates.
   *
   * @param order positions in {@code rows} and {@code scores}, best first
   * @param wanted how many may be taken
   */
  static DiversePicker of(
      Diversity method,
      double diversity,
      int[] rows,
      float[] scores,
      int[] order,
      int wanted,
      ItemVectors source) {
    int pool = Math.min(order.length, Math.max(POOL, wanted));
    UnitVectors vectors = UnitVectors.of(rows, order, pool, source);
    Novelty novelties =
        switch (method) {
          case MMR -> new MarginalRelevance(vectors, pool);
          case DPP -> new DeterminantalPointProcess(vectors, pool);
        };
    return new DiversePicker(order, pool, scores, novelties, diversity);
  }

  @Override
  public int next() {
    while (firstLeft < order.length && given[firstLeft]) {
      firstLeft++;
    }
    if (firstLeft == order.length) {
      return NONE;
    }
    last = firstLeft < pool ? best() : firstLeft;
    given[last] = true;
    return order[last];
  }

  @Override
  public void taken() {
    if (last < pool) {
      novelties.add(last);
      changed = true;
    }
    if (last > firstLeft) {
      moved++;
    }
  }

  @Override
  public int moved() {
    return moved;
  }

  private int best() {
    if (changed) {
      novelties.write(novelty);
      changed = false;
    }
    int best = firstLeft;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = firstLeft; i < pool; i++) {
      float value = (1 - diversity) * relevance[i] + diversity * novelty[i];
      if (!given[i] && value > highest) {
        highest = value;
        best = i;
      }
    }
    return best;
  }

  /** Scores scaled to [0, 1]; those that are not finite are 0. */
  private static float[] relevance(int[] order, int pool, float[] scores) {
    float[] relevance = new float[pool];
    int finite = 0;
    while (finite < pool && Float.isFinite(scores[order[finite]])) {
      finite++;
    }
    if (finite == 0) {
      return relevance;
    }
    double lowest = scores[order[finite - 1]];
    double range = scores[order[0]] - lowest;
    if (range == 0) {
      Arrays.fill(relevance, 0, finite, 1f);
      return relevance;
    }
    for (int i = 0; i < finite; i++) {
      relevance[i] = (float) ((scores[order[i]] - lowest) / range);
    }
    return relevance;
  }
}
