package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import io.salver.monitor.drift.Adwin;
import io.salver.monitor.drift.ChangeDetector;
import io.salver.monitor.drift.ChangeDetector.Change;
import io.salver.monitor.drift.DriftDetectionMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Watches the errors of labelled predictions, in the order in which labels were told, for a change
 * of their mean. A class is wrong, 1, or right, 0; the error of a value is taken in parts of four
 * times the root mean square of the first {@value #FIRST}, cut off at 1. What is corrected later
 * stays as it was first told. Not thread-safe.
 */
final class ConceptWatch {

  private static final int FIRST = 100;
  private static final double SCALE = 4;

  private final OutcomeSettings.Concept method;
  private final Duration memory;
  private final Optional<ChangeDetector> detector;
  private double firstSquares;
  private int first;
  private long risen;
  private long fallen;
  private boolean isWarning;
  private boolean hasRisen;
  private Optional<Instant> lastChange = Optional.empty();

  /**
   * Has heard nothing.
   *
   * @param memory how long a change is told of
   */
  ConceptWatch(OutcomeSettings.Concept method, Duration memory) {
    this.method = method;
    this.memory = memory;
    this.detector =
        switch (method) {
          case ADWIN -> Optional.of(new Adwin());
          case DDM -> Optional.of(new DriftDetectionMethod());
          case NONE -> Optional.empty();
        };
  }

  void add(Predicted predicted, Outcome outcome, Instant at) {
    switch (predicted) {
      case Predicted.Classes of when outcome instanceof Outcome.Label(String label) -> {
        if (!of.classes().isEmpty()) {
          add(of.classes().getFirst().label().equals(label) ? 0 : 1, at);
        }
      }
      case Predicted.Value of when outcome instanceof Outcome.Value(double value) ->
          addError(Math.abs(ValueCounts.error(of, value)), at);
      case Predicted.Classes _, Predicted.Value _ -> {} // LabelDecision lets none through
    }
  }

  private void addError(double error, Instant at) {
    if (first < FIRST) {
      first++;
      firstSquares += error * error;
    } else {
      double scale = SCALE * Math.sqrt(firstSquares / FIRST);
      add(scale == 0 ? (error == 0 ? 0 : 1) : Math.min(1, error / scale), at);
    }
  }

  private void add(double error, Instant at) {
    if (detector.isEmpty()) {
      return;
    }
    Change change = detector.get().add(error);
    isWarning = change == Change.WARNING;
    switch (change) {
      case NONE, WARNING -> {}
      case ROSE -> {
        risen++;
        hasRisen = true;
        lastChange = Optional.of(at);
      }
      case FELL -> {
        fallen++;
        hasRisen = false;
        lastChange = Optional.of(at);
      }
    }
  }

  /** What is known; empty where nobody watches. */
  Optional<ConceptReport> report(Instant now) {
    return detector.map(
        each ->
            new ConceptReport(
                method, state(now), each.mean(), each.count(), risen, fallen, lastChange));
  }

  private ConceptReport.State state(Instant now) {
    boolean isRecent = lastChange.map(change -> change.plus(memory).isAfter(now)).orElse(false);
    if (hasRisen && isRecent) {
      return ConceptReport.State.DRIFTED;
    }
    return isWarning ? ConceptReport.State.WARNING : ConceptReport.State.STABLE;
  }
}
