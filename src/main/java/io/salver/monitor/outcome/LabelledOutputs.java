package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import io.salver.monitor.Predicted.Share;
import java.util.HashMap;
import java.util.Map;

/**
 * What labels said so far of how sure a model is: what calibrates estimates without labels. Not
 * thread-safe.
 */
final class LabelledOutputs {

  private final Map<String, LabelledScores> classes = new HashMap<>();
  private final LabelledWidths widths = new LabelledWidths();

  /** Counts a prediction and its label, or takes them back where {@code weight} is -1. */
  void add(Predicted predicted, Outcome outcome, int weight) {
    switch (predicted) {
      case Predicted.Classes of when outcome instanceof Outcome.Label(String label) -> {
        for (Share each : ExpectedClasses.watched(of)) {
          if (classes.containsKey(each.label()) || classes.size() < ExpectedClasses.MOST) {
            classes
                .computeIfAbsent(each.label(), _ -> new LabelledScores())
                .add(each.probability(), each.label().equals(label), weight);
          }
        }
      }
      case Predicted.Value of when outcome instanceof Outcome.Value(double value) ->
          widths.add(of, value, weight);
      case Predicted.Classes _, Predicted.Value _ -> {} // LabelDecision lets none through
    }
  }

  /** How often a class is the true one by what it is given. */
  Calibration calibration(String label) {
    LabelledScores scores = classes.get(label);
    return scores == null ? Calibration.NONE : scores.calibration();
  }

  LabelledWidths widths() {
    return widths;
  }
}
