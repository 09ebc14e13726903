package io.salver.recommend.rerank;

import io.salver.recommend.catalogue.IdDirectory;
import io.salver.recommend.catalogue.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntPredicate;

/** The items that rules put into places of one answer. Confined to one thread. */
final class Pins {

  private final SequencedMap<Integer, Integer> placeByRow = new LinkedHashMap<>();

  /**
   * Collects the pins of {@code rules} that have a place and may be answered; of several pins of an
   * item the first counts.
   *
   * @param moved is told how many items each rule pins
   */
  void collect(
      List<Rule> rules,
      int k,
      IntPredicate eligible,
      Table items,
      SequencedMap<String, Integer> moved) {
    for (Rule rule : rules) {
      if (rule instanceof Rule.Pin pin) {
        for (Map.Entry<Long, Integer> entry : pin.places().entrySet()) {
          int row = items.ids().row(entry.getKey());
          if (row != IdDirectory.ABSENT && eligible.test(row) && add(row, entry.getValue(), k)) {
            moved.merge(pin.name(), 1, Integer::sum);
          }
        }
      }
    }
  }

  /** The rows that are pinned, in the order of the rules. */
  int[] rows() {
    return placeByRow.keySet().stream().mapToInt(Integer::intValue).toArray();
  }

  boolean isEmpty() {
    return placeByRow.isEmpty();
  }

  boolean contains(int row) {
    return placeByRow.containsKey(row);
  }

  /** The place of a pinned row, from 0. */
  int place(int row) {
    return placeByRow.getOrDefault(row, 1) - 1;
  }

  /** The candidates that are pinned, in the order of the rules. */
  List<Integer> among(int[] rows) {
    Map<Integer, Integer> candidateByRow = new HashMap<>();
    if (!isEmpty()) {
      for (int candidate = 0; candidate < rows.length; candidate++) {
        if (contains(rows[candidate])) {
          candidateByRow.put(rows[candidate], candidate);
        }
      }
    }
    List<Integer> pinned = new ArrayList<>(candidateByRow.size());
    for (int row : placeByRow.keySet()) {
      Integer candidate = candidateByRow.get(row);
      if (candidate != null) {
        pinned.add(candidate);
      }
    }
    return pinned;
  }

  private boolean add(int row, int place, int k) {
    return place <= k && placeByRow.size() < k && placeByRow.putIfAbsent(row, place) == null;
  }
}
