package io.salver.monitor.outcome;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the labels of one span of time say, of all predictions and by group. Not thread-safe. */
final class QualityPane {

  private final OutcomeCounts all = new OutcomeCounts(true);
  private final Map<Slice, OutcomeCounts> slices = new LinkedHashMap<>();

  void add(RememberedPrediction prediction, List<Slice> of, Outcome outcome, int weight) {
    all.add(prediction.predicted(), outcome, weight);
    for (Slice slice : of) {
      slice(slice).add(prediction.predicted(), outcome, weight);
    }
  }

  /** Counts lists, whatever their group. */
  void addLists(ListCounts lists) {
    all.add(lists);
  }

  /** Counts the lists of a group. */
  void addLists(Slice slice, ListCounts lists) {
    slice(slice).add(lists);
  }

  void merge(QualityPane other) {
    all.merge(other.all);
    other.slices.forEach((slice, theirs) -> slice(slice).merge(theirs));
  }

  OutcomeCounts all() {
    return all;
  }

  Map<Slice, OutcomeCounts> slices() {
    return slices;
  }

  private OutcomeCounts slice(Slice slice) {
    return slices.computeIfAbsent(slice, each -> new OutcomeCounts(false));
  }
}
