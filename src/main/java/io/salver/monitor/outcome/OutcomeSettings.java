package io.salver.monitor.outcome;

import io.salver.monitor.WindowSettings;
import java.time.Duration;
import java.util.List;

/**
 * How the labels of a model are used: what {@code monitor} in its {@code model.yaml} says.
 * Immutable.
 *
 * @param share of the requests whose predictions are remembered, from 0 to 1
 * @param window the span of time, by when labels are told, that quality is told of
 * @param concept what watches the errors for a change
 * @param slices the features whose values group predictions
 */
public record OutcomeSettings(
    double share, WindowSettings window, Concept concept, List<SliceSettings> slices) {

  /** Most features that group. */
  public static final int MOST_SLICES = 5;

  /** What holds where {@code model.yaml} says nothing. */
  public static final OutcomeSettings DEFAULT =
      new OutcomeSettings(
          1,
          new WindowSettings(Duration.ofDays(1), 24, WindowSettings.Kind.SLIDING),
          Concept.ADWIN,
          List.of());

  /** Copies the list. */
  public OutcomeSettings {
    slices = List.copyOf(slices);
  }

  /** What watches the errors for a change. */
  public enum Concept {
    ADWIN,
    DDM,
    NONE
  }
}
