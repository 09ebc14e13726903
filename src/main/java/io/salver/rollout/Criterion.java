package io.salver.rollout;

import java.util.Set;

/**
 * What a new version is judged by.
 *
 * @param name for people, unique in a plan
 * @param better which direction is better; of events always {@link Better#LOWER}
 * @param margin how much worse may be called equal, in the criterion's own unit (the logarithm's
 *     for logarithms, a share for events), above 0
 */
public record Criterion(String name, Better better, double margin) {

  /** The direction. */
  public enum Better {
    LOWER,
    HIGHER,
    /** Neither: equal is good. */
    SAME
  }

  /** Of the logarithms of latencies. */
  public static final String LATENCY = "latency";

  /** Of the share of requests that fail by the service's fault. */
  public static final String ERRORS = "errors";

  /** Of the answers of a shadow with those of the control; the margin is the most that is borne. */
  public static final String DISAGREEMENT = "disagreement";

  /**
   * Of what was predicted: numbers, the probability of the most probable class; with a dot and a
   * class behind it, the share of that class.
   */
  public static final String PREDICTION = "prediction";

  /**
   * Before the name of a feature: its mean; with {@code =} and a value behind the name, the share
   * of that value.
   */
  public static final String INPUT = "input.";

  private static final Set<String> LOW = Set.of(LATENCY, ERRORS, DISAGREEMENT);

  /**
   * The criterion of that name: latency, errors and disagreement should be low, predictions and
   * inputs the same, outcomes high, unless {@code -} stands before their name.
   */
  static Criterion named(String name, double margin) {
    if (isOfDistribution(name)) {
      return new Criterion(name, Better.SAME, margin);
    }
    boolean isLow = name.startsWith("-") || LOW.contains(name);
    String bare = name.startsWith("-") ? name.substring(1) : name;
    return new Criterion(bare, isLow ? Better.LOWER : Better.HIGHER, margin);
  }

  /** Checks the margin. */
  public Criterion {
    if (!(margin > 0)) {
      throw new IllegalArgumentException(
          "the margin of '%s' must be above 0, received %s".formatted(name, margin));
    }
  }

  /** Whether it is of what comes in or goes out, which needs no label. */
  public boolean isOfDistribution() {
    return better == Better.SAME;
  }

  private static boolean isOfDistribution(String name) {
    return name.equals(PREDICTION) || name.startsWith(PREDICTION + ".") || name.startsWith(INPUT);
  }
}
