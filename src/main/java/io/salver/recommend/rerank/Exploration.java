package io.salver.recommend.rerank;

import java.util.SplittableRandom;

/**
 * Draws items from beyond the best, so that something is learned of them: without replacement, each
 * with a probability that grows exponentially with its score (Plackett–Luce), by sorting scores
 * plus Gumbel noise (Yellott, 1977; Kool et al., 2019). Scores count in units of their deviation
 * among the candidates, so the draw does not depend on their scale. Everything is decided by the
 * seed. Confined to one thread.
 */
final class Exploration {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final SplittableRandom random;

  /** Draws that are decided by {@code seed}, the id of an answer. */
  Exploration(String seed) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < seed.length(); i++) {
      hash = (hash ^ seed.charAt(i)) * FNV_PRIME;
    }
    this.random = new SplittableRandom(hash);
  }

  /**
   * How many of {@code places} are for exploration: {@code share} of them on average, rounded by
   * chance.
   */
  int places(double share, int places) {
    double exact = share * places;
    int whole = (int) exact;
    return random.nextDouble() < exact - whole ? whole + 1 : whole;
  }

  /** The candidates {@code left} in the order in which they are drawn. */
  int[] draw(int[] left, float[] scores) {
    float[] keys = new float[left.length];
    Moments moments = Moments.of(left, scores);
    for (int i = 0; i < left.length; i++) {
      double gumbel = -Math.log(-Math.log(open()));
      keys[i] = (float) (moments.standardise(scores[left[i]]) + gumbel);
    }
    int[] drawn = ScoreSort.descending(keys);
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = left[drawn[i]];
    }
    return drawn;
  }

  /** Which of {@code places} places are for the {@code count} drawn ones, ascending. */
  int[] positions(int count, int places) {
    int[] positions = new int[count];
    int chosen = 0;
    for (int place = 0; chosen < count; place++) {
      if (random.nextInt(places - place) < count - chosen) {
        positions[chosen++] = place;
      }
    }
    return positions;
  }

  /** A number in (0, 1). */
  private double open() {
    return (random.nextLong() >>> 12) * 0x1p-52 + 0x1p-53;
  }

  private record Moments(double mean, double deviation) {

    static Moments of(int[] left, float[] scores) {
      double sum = 0;
      double squares = 0;
      int finite = 0;
      for (int candidate : left) {
        double score = scores[candidate];
        if (Double.isFinite(score)) {
          sum += score;
          squares += score * score;
          finite++;
        }
      }
      double mean = finite == 0 ? 0 : sum / finite;
      double variance = finite == 0 ? 0 : Math.max(0, squares / finite - mean * mean);
      return new Moments(mean, Math.sqrt(variance));
    }

    double standardise(float score) {
      if (!Float.isFinite(score)) {
        return Double.NEGATIVE_INFINITY;
      }
      return deviation > 0 ? (score - mean) / deviation : 0;
    }
  }
}
