package io.salver.recommend.rerank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Greedy maximisation of a determinantal point process (Chen, Zhang and Zhou, 2018): the novelty of
 * an item is the logarithm of what it multiplies the determinant of the similarities of those that
 * stand by. Similarity is {@code (1 + cosine) / 2}, which keeps it positive.
 *
 * <p>The paper's names: {@code residuals} is d², {@code columns} are the components of c. A
 * residual below {@value #SMALLEST} is nothing but rounding: such items add nothing new and stay in
 * the order of their scores.
 */
final class DeterminantalPointProcess implements DiversePicker.Novelty {

  private static final float SMALLEST = 1e-5f;

  private final UnitVectors vectors;
  private final float[] residuals;
  private final float[] cosines;
  private final List<float[]> columns = new ArrayList<>();

  DeterminantalPointProcess(UnitVectors vectors, int pool) {
    this.vectors = vectors;
    this.residuals = new float[pool];
    this.cosines = new float[pool];
    Arrays.fill(residuals, 1f);
  }

  @Override
  public void write(float[] novelty) {
    for (int i = 0; i < novelty.length; i++) {
      novelty[i] = (float) Math.log(Math.max(SMALLEST, residuals[i]));
    }
  }

  @Override
  public void add(int item) {
    float residual = residuals[item];
    if (residual <= SMALLEST) {
      return;
    }
    vectors.cosines(item, cosines);
    float[] column = new float[residuals.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = (1 + cosines[i]) / 2;
    }
    for (float[] earlier : columns) {
      float factor = earlier[item];
      for (int i = 0; i < column.length; i++) {
        column[i] -= factor * earlier[i];
      }
    }
    float scale = (float) (1 / Math.sqrt(residual));
    for (int i = 0; i < column.length; i++) {
      column[i] *= scale;
      residuals[i] -= column[i] * column[i];
    }
    columns.add(column);
  }
}
