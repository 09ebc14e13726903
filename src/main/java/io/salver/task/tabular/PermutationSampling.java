package io.salver.task.tabular;

import java.util.Random;

/**
 * How much the value changes when one feature alone is exchanged for that of background rows: the
 * importance of Breiman (2001, "Random Forests"), for one row. A feature contributes what is lost
 * by the exchange; contributions need not sum to anything.
 */
final class PermutationSampling implements Sampling {

  private final int features;
  private final int[] drawn;
  private final boolean isWhole;

  /** Plans at most {@code budget} runs, at least one for each feature. */
  PermutationSampling(int features, int backgrounds, int budget, long seed) {
    this.features = features;
    int each = Math.clamp(budget / features, 1, backgrounds);
    this.isWhole = each == backgrounds;
    Random random = new Random(seed);
    this.drawn = random.ints(0, backgrounds).distinct().limit(each).toArray();
  }

  @Override
  public int size() {
    return features * drawn.length;
  }

  @Override
  public boolean isOwn(int run, int feature) {
    return feature != run / drawn.length;
  }

  @Override
  public int background(int run) {
    return drawn[run % drawn.length];
  }

  @Override
  public Contributions contributions(double[] values, double explained, double[] backgrounds) {
    double[] means = new double[features];
    double[] errors = new double[features];
    int count = drawn.length;
    for (int feature = 0; feature < features; feature++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double lost = explained - values[feature * count + i];
        sum += lost;
        squares += lost * lost;
      }
      means[feature] = sum / count;
      double spread = Math.max(0, squares / count - means[feature] * means[feature]);
      errors[feature] = error(spread, count);
    }
    return new Contributions(means, errors);
  }

  /** Of a mean over a part of the background rows. */
  private double error(double variance, int count) {
    if (isWhole) {
      return 0;
    }
    return count > 1 ? Math.sqrt(variance / (count - 1)) : Double.NaN;
  }
}
