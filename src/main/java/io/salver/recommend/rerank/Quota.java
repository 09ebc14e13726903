package io.salver.recommend.rerank;

import io.salver.recommend.Value;
import io.salver.recommend.catalogue.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * At most so many items of each value of an attribute. An item without a value is free, one with
 * several counts for each. Confined to one thread.
 */
final class Quota {

  private final String name;
  private final Column column;
  private final int most;
  private final Map<Object, Integer> taken = new HashMap<>();
  private int refused;

  /**
   * A quota that nobody has used yet.
   *
   * @param name what refused an item, in stage reports
   */
  Quota(String name, Column column, int most) {
    this.name = name;
    this.column = column;
    this.most = most;
  }

  String name() {
    return name;
  }

  /** How many items were refused. */
  int refused() {
    return refused;
  }

  /** Whether the item in that row may be taken; a refusal is counted. */
  boolean admits(int row) {
    for (Object key : keys(row)) {
      if (taken.getOrDefault(key, 0) >= most) {
        refused++;
        return false;
      }
    }
    return true;
  }

  /** Counts the item in that row. */
  void take(int row) {
    for (Object key : keys(row)) {
      taken.merge(key, 1, Integer::sum);
    }
  }

  private List<?> keys(int row) {
    Optional<Value> value = column.value(row);
    if (value.isEmpty()) {
      return List.of();
    }
    return switch (value.get()) {
      case Value.Text text -> List.of(text.text());
      case Value.Real real -> List.of(real.number());
      case Value.Texts texts -> texts.texts().stream().distinct().toList();
    };
  }
}
