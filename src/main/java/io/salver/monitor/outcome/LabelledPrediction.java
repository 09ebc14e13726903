package io.salver.monitor.outcome;

import java.time.Instant;
import java.util.Optional;

/**
 * A prediction and its label, as they lie in the log of labels. Immutable.
 *
 * @param sequence of the label; a label that was told of several versions is there once for each,
 *     under one sequence
 * @param outcome what turned out to be true
 * @param toldAt when that was told, to the microsecond
 * @param corrected what was told before and holds no more
 */
public record LabelledPrediction(
    long sequence,
    RememberedPrediction prediction,
    Outcome outcome,
    Instant toldAt,
    Optional<Earlier> corrected) {

  /** An outcome that was told before, and when. */
  public record Earlier(Outcome outcome, Instant toldAt) {}
}
