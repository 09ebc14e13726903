package io.salver.rollout;

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
    HIGHER
  }

  /** Of the logarithms of latencies. */
  public static final String LATENCY = "latency";

  /** Of the share of requests that fail by the service's fault. */
  public static final String ERRORS = "errors";

  /**
   * The criterion of that name: latency and errors should be low, outcomes high, unless {@code -}
   * stands before their name.
   */
  static Criterion named(String name, double margin) {
    boolean isLow = name.startsWith("-") || name.equals(LATENCY) || name.equals(ERRORS);
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
}
