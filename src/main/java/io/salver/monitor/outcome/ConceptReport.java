package io.salver.monitor.outcome;

import java.time.Instant;
import java.util.Optional;

/**
 * What the stream of errors says about a change of what is true. Immutable.
 *
 * @param method that watches
 * @param state now
 * @param error the mean error since the last change; of values, in parts of the scale of the first
 *     errors
 * @param labels how many labels that is of
 * @param risen how often the error has risen, since the start of what is remembered
 * @param fallen how often it has fallen
 * @param lastChange when it changed last
 */
public record ConceptReport(
    OutcomeSettings.Concept method,
    State state,
    double error,
    long labels,
    long risen,
    long fallen,
    Optional<Instant> lastChange) {

  /** Whether something has changed. */
  public enum State {
    STABLE,
    /** It looks as if the error were rising. */
    WARNING,
    /** The error has risen, a window ago at most, and has not fallen since. */
    DRIFTED
  }
}
