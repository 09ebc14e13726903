package io.salver.recommend.rerank;

/**
 * Maximal marginal relevance (Carbonell and Goldstein, 1998): the novelty of an item is minus its
 * greatest cosine with one that stands; before the first it is 0.
 */
final class MarginalRelevance implements DiversePicker.Novelty {

  private final UnitVectors vectors;
  private final float[] nearest;
  private final float[] cosines;
  private int standing;

  MarginalRelevance(UnitVectors vectors, int pool) {
    this.vectors = vectors;
    this.nearest = new float[pool];
    this.cosines = new float[pool];
  }

  @Override
  public void write(float[] novelty) {
    for (int i = 0; i < novelty.length; i++) {
      novelty[i] = -nearest[i];
    }
  }

  @Override
  public void add(int item) {
    vectors.cosines(item, cosines);
    if (standing++ == 0) {
      System.arraycopy(cosines, 0, nearest, 0, nearest.length);
      return;
    }
    for (int i = 0; i < nearest.length; i++) {
      nearest[i] = Math.max(nearest[i], cosines[i]);
    }
  }
}
