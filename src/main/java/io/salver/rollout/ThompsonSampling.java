package io.salver.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Weights for arms that are learnt while they serve: each arm gets the share of traffic that is the
 * chance of its being the best (Thompson, 1933; Scott, 2010, "A Modern Bayesian Look at the
 * Multi-Armed Bandit"), with Beta posteriors of success. A pure function of counts and draws.
 */
public final class ThompsonSampling {

  /** The quantile of what remains that counts. */
  private static final double SURE = .95;

  private final double[] chances;
  private final int leader;
  private final double remaining;

  private ThompsonSampling(double[] chances, int leader, double remaining) {
    this.chances = chances;
    this.leader = leader;
    this.remaining = remaining;
  }

  /** Successes of an arm among its trials. */
  public record Trials(long successes, long count) {}

  /**
   * What is learnt from these.
   *
   * @param arms in their order, at least one
   * @param draws how often the posteriors are drawn from
   */
  public static ThompsonSampling of(List<Trials> arms, int draws, RandomGenerator random) {
    if (arms.isEmpty() || draws < 1) {
      throw new IllegalArgumentException(
          "needs an arm and a draw, received %d arms and %d draws".formatted(arms.size(), draws));
    }
    List<Beta> posteriors = arms.stream().map(Beta::of).toList();
    double[][] drawn = new double[draws][];
    double[] chances = new double[arms.size()];
    for (int draw = 0; draw < draws; draw++) {
      drawn[draw] = posteriors.stream().mapToDouble(each -> each.draw(random)).toArray();
      chances[greatest(drawn[draw])] += 1.0 / draws;
    }
    int leader = greatest(chances);
    return new ThompsonSampling(chances, leader, remaining(drawn, leader));
  }

  /** The arm that is most likely the best. */
  public int leader() {
    return leader;
  }

  /**
   * What the best arm has over the leader, as a share of the leader's, by the 95th percentile of
   * the posterior: how much could still be gained (Scott, 2015, "Multi-armed bandit experiments in
   * the online service economy", value remaining). 0 where the leader is the best for sure.
   */
  public double remaining() {
    return remaining;
  }

  /**
   * The shares of the arms.
   *
   * @param floor the least share of each, so that all go on being learnt about; times the number of
   *     arms at most 1
   */
  public double[] shares(double floor) {
    if (floor < 0 || floor * chances.length > 1) {
      throw new IllegalArgumentException(
          "needs room for the floor, received %d arms and %s".formatted(chances.length, floor));
    }
    double free = 1 - floor * chances.length;
    return Arrays.stream(chances).map(chance -> floor + free * chance).toArray();
  }

  private static double remaining(double[][] drawn, int leader) {
    double[] gains =
        Arrays.stream(drawn)
            .mapToDouble(values -> values[greatest(values)] / values[leader] - 1)
            .sorted()
            .toArray();
    return gains[(int) (SURE * (gains.length - 1))];
  }

  private static int greatest(double[] values) {
    int greatest = 0;
    for (int at = 1; at < values.length; at++) {
      greatest = values[at] > values[greatest] ? at : greatest;
    }
    return greatest;
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
