package io.salver.monitor.outcome;

import io.salver.monitor.Predicted;
import java.util.ArrayList;
import java.util.List;

/**
 * What labels say of the predictions of one pane or group, and events of its lists. Not
 * thread-safe; adds up.
 */
final class OutcomeCounts {

  private final ClassCounts classes;
  private final ValueCounts values = new ValueCounts();
  private ListCounts lists = ListCounts.NONE;

  /** Nothing yet; see {@link ClassCounts}. */
  OutcomeCounts(boolean hasAreas) {
    this.classes = new ClassCounts(hasAreas);
  }

  /** Counts a prediction and its label, or takes them back where {@code weight} is -1. */
  void add(Predicted predicted, Outcome outcome, int weight) {
    switch (predicted) {
      case Predicted.Classes of when outcome instanceof Outcome.Label(String label) ->
          classes.add(of, label, weight);
      case Predicted.Value of when outcome instanceof Outcome.Value(double value) ->
          values.add(of, value, weight);
      case Predicted.Classes _, Predicted.Value _ -> {} // LabelDecision lets none through
    }
  }

  /** Counts lists. */
  void add(ListCounts more) {
    lists = lists.plus(more);
  }

  void merge(OutcomeCounts other) {
    classes.merge(other.classes);
    values.merge(other.values);
    add(other.lists);
  }

  /** How many labels, and lists whose time is over. */
  long count() {
    return classes.count() + values.count() + lists.lists();
  }

  ClassCounts classes() {
    return classes;
  }

  ValueCounts values() {
    return values;
  }

  List<QualityMetric> metrics() {
    List<QualityMetric> metrics = new ArrayList<>(classes.metrics());
    metrics.addAll(values.metrics());
    metrics.addAll(lists.metrics());
    return metrics;
  }
}
