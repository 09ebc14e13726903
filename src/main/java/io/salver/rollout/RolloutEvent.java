package io.salver.rollout;

import java.time.Instant;
import java.util.List;

/**
 * What happened to a rollout, for those who ask why. Immutable.
 *
 * @param rollout its name
 * @param revision which it has since
 * @param actor who did it: somebody's name, or {@link #ITSELF}
 * @param kind as {@code begin}, {@code advance}, {@code promote}, {@code roll-back}
 * @param reason in words
 * @param findings the evidence that there was
 */
public record RolloutEvent(
    String rollout,
    long revision,
    Instant at,
    String actor,
    String kind,
    String reason,
    List<Finding> findings) {

  /** The actor of decisions that nobody took. */
  public static final String ITSELF = "salver";

  /** After everything that happens. */
  public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  /** Copies the list. */
  public RolloutEvent {
    findings = List.copyOf(findings);
  }
}
