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

  /** Checks the margin. */
  public Criterion {
    if (!(margin > 0)) {
      throw new IllegalArgumentException(
          "the margin of '%s' must be above 0, received %s".formatted(name, margin));
    }
  }
}
