package io.salver.task.tabular;

import java.util.Arrays;
import java.util.Random;

/**
 * Shapley values by sampling (Štrumbelj and Kononenko 2014, "Explaining prediction models and
 * individual predictions with feature contributions"): along a random order of the features, each
 * in turn takes the row's own value in place of a background row's, and is credited with the
 * change. Every order is followed forwards and backwards from the same background row (antithetic
 * sampling, as in Mitchell et al. 2022, "Sampling Permutations for Shapley Value Estimation"), and
 * the background rows take turns.
 *
 * <pre>
 *   k features, pair p of orders π_p and its reverse, background row b_p
 *   run (p, direction, s): the first s features of the order are the row's own, 0 &lt; s &lt; k
 *   s = 0 is the background row itself, s = k the row: both are known
 * </pre>
 *
 * What the estimates miss of {@code explained - mean(backgrounds)} is shared out in proportion to
 * their variances, so that they always sum to it.
 */
final class ShapleySampling implements Sampling {

  private final int features;
  private final int pairs;
  private final int[][] rankByPair;
  private final int[] backgroundByPair;

  /**
   * Plans at most {@code budget} runs.
   *
   * @param budget at least {@link #least}
   */
  ShapleySampling(int features, int backgrounds, int budget, long seed) {
    this.features = features;
    this.pairs = features == 1 ? backgrounds : Math.max(1, budget / least(features));
    this.rankByPair = new int[pairs][];
    this.backgroundByPair = new int[pairs];
    Random random = new Random(seed);
    int[] turns = {};
    for (int pair = 0; pair < pairs; pair++) {
      if (pair % backgrounds == 0) {
        turns = shuffled(backgrounds, random);
      }
      backgroundByPair[pair] = turns[pair % backgrounds];
      rankByPair[pair] = shuffled(features, random);
    }
  }

  /** The runs that one pair of orders takes. */
  static int least(int features) {
    return 2 * (features - 1);
  }

  @Override
  public int size() {
    return pairs * least(features);
  }

  @Override
  public boolean isOwn(int run, int feature) {
    int step = run % (features - 1) + 1;
    int rank = rankByPair[run / least(features)][feature];
    boolean isForwards = run % least(features) < features - 1;
    return (isForwards ? rank : features - 1 - rank) < step;
  }

  @Override
  public int background(int run) {
    return backgroundByPair[run / least(features)];
  }

  @Override
  public Contributions contributions(double[] values, double explained, double[] backgrounds) {
    double[] sums = new double[features];
    double[] squares = new double[features];
    for (int pair = 0; pair < pairs; pair++) {
      int start = pair * least(features);
      double begin = backgrounds[backgroundByPair[pair]];
      for (int feature = 0; feature < features; feature++) {
        int rank = rankByPair[pair][feature];
        double forwards = change(values, start, rank, begin, explained);
        double backwards =
            change(values, start + features - 1, features - 1 - rank, begin, explained);
        double mean = (forwards + backwards) / 2;
        sums[feature] += mean;
        squares[feature] += mean * mean;
      }
    }
    return complete(sums, squares, explained - Arrays.stream(backgrounds).average().orElse(0));
  }

  /**
   * The change that the feature of that rank makes along the order that begins at {@code start}.
   */
  private double change(double[] values, int start, int rank, double begin, double end) {
    double before = rank == 0 ? begin : values[start + rank - 1];
    double after = rank == features - 1 ? end : values[start + rank];
    return after - before;
  }

  private Contributions complete(double[] sums, double[] squares, double total) {
    double[] means = new double[features];
    double[] variances = new double[features];
    for (int i = 0; i < features; i++) {
      means[i] = sums[i] / pairs;
      double spread = Math.max(0, squares[i] / pairs - means[i] * means[i]);
      variances[i] = pairs > 1 ? spread / (pairs - 1) : Double.NaN;
    }
    share(means, variances, total - Arrays.stream(means).sum());
    double[] errors = Arrays.stream(variances).map(Math::sqrt).toArray();
    return new Contributions(means, errors);
  }

  private static void share(double[] means, double[] variances, double missed) {
    double sum = Arrays.stream(variances).sum();
    for (int i = 0; i < means.length; i++) {
      means[i] += missed * (sum > 0 ? variances[i] / sum : 1.0 / means.length);
    }
  }

  private static int[] shuffled(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
