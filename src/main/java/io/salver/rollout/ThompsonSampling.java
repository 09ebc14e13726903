package io.salver.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Weights for arms that are learnt while they serve: each arm gets the share of traffic that is the
 * chance of its being the best (Thompson, 1933; Scott, 2010, "A Modern Bayesian Look at the
 * Multi-Armed Bandit"), with Beta posteriors of success. A pure function of counts and draws.
 */
public final class ThompsonSampling {

  private ThompsonSampling() {}

  /** Successes of an arm among its trials. */
  public record Trials(long successes, long count) {}

  /**
   * The shares of the arms.
   *
   * @param arms in their order, at least one
   * @param floor the least share of each, so that all go on being learnt about; times the number of
   *     arms at most 1
   * @param draws how often the posteriors are drawn from
   */
  public static double[] shares(
      List<Trials> arms, double floor, int draws, RandomGenerator random) {
    if (arms.isEmpty() || floor < 0 || floor * arms.size() > 1 || draws < 1) {
      throw new IllegalArgumentException(
          "needs an arm, a draw, and room for the floor, received %d arms, %d draws and %s"
              .formatted(arms.size(), draws, floor));
    }
    List<Beta> posteriors = new ArrayList<>();
    arms.forEach(arm -> posteriors.add(Beta.of(arm)));
    int[] best = new int[arms.size()];
    for (int draw = 0; draw < draws; draw++) {
      best[best(posteriors, random)]++;
    }
    double free = 1 - floor * arms.size();
    double[] shares = new double[arms.size()];
    for (int arm = 0; arm < shares.length; arm++) {
      shares[arm] = floor + free * best[arm] / draws;
    }
    return shares;
  }

  private static int best(List<Beta> posteriors, RandomGenerator random) {
    int best = 0;
    double most = -1;
    for (int arm = 0; arm < posteriors.size(); arm++) {
      double drawn = posteriors.get(arm).draw(random);
      if (drawn > most) {
        most = drawn;
        best = arm;
      }
    }
    return best;
  }

  /** A Beta law with parameters of at least 1, drawn from by two gamma variables. */
  private record Beta(double successes, double failures) {

    static Beta of(Trials trials) {
      return new Beta(1.0 + trials.successes(), 1.0 + trials.count() - trials.successes());
    }

    double draw(RandomGenerator random) {
      double first = gamma(successes, random);
      return first / (first + gamma(failures, random));
    }

    /** Marsaglia and Tsang (2000), "A Simple Method for Generating Gamma Variables". */
    private static double gamma(double shape, RandomGenerator random) {
      double d = shape - 1.0 / 3;
      double c = 1 / Math.sqrt(9 * d);
      while (true) {
        double x = random.nextGaussian();
        double v = 1 + c * x;
        if (v <= 0) {
          continue;
        }
        v = v * v * v;
        double u = 1 - random.nextDouble();
        if (Math.log(u) < x * x / 2 + d - d * v + d * Math.log(v)) {
          return d * v;
        }
      }
    }
  }
}
