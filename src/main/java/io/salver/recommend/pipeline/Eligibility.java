package io.salver.recommend.pipeline;

import io.salver.recommend.AttributeFilter;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.filter.ItemFilter;
import io.salver.vector.IdFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Which items of the catalogue may be answered.
 *
 * @param filter one bit per catalogue row; absent: all may
 * @param total items of the catalogue
 * @param removed how many each filter removed, in the order they ran
 */
record Eligibility(Optional<IdFilter> filter, int total, SequencedMap<String, Integer> removed) {

  private static final String EXCLUDED = "exclude";
  private static final String SEEN = "seen";

  /** Runs exclusions, seen items, then the filters of the request in their order. */
  static Eligibility of(
      int[] excluded, int[] seen, Map<String, AttributeFilter> filters, Table items) {
    SequencedMap<String, Integer> removed = new LinkedHashMap<>();
    if (excluded.length == 0 && seen.length == 0 && filters.isEmpty()) {
      return new Eligibility(Optional.empty(), items.size(), removed);
    }
    IdFilter allowed = items.ids().rows();
    put(removed, EXCLUDED, forbid(allowed, excluded));
    put(removed, SEEN, forbid(allowed, seen));
    filters.forEach(
        (attribute, condition) -> {
          ItemFilter filter = ItemFilter.of("filter." + attribute, attribute, condition, items);
          put(removed, filter.name(), allowed.retain(filter.keeps()));
        });
    return new Eligibility(Optional.of(allowed), items.size(), removed);
  }

  /** How many items may be answered. */
  int kept() {
    return total - removed.values().stream().mapToInt(Integer::intValue).sum();
  }

  boolean allows(int row) {
    return filter.isEmpty() || filter.get().allows(row);
  }

  private static int forbid(IdFilter allowed, int[] rows) {
    int removed = 0;
    for (int row : rows) {
      if (allowed.allows(row)) {
        allowed.forbid(row);
        removed++;
      }
    }
    return removed;
  }

  private static void put(SequencedMap<String, Integer> removed, String name, int count) {
    if (count > 0) {
      removed.put(name, count);
    }
  }
}
