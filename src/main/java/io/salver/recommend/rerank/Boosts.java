package io.salver.recommend.rerank;

import io.salver.recommend.AttributeFilter;
import io.salver.recommend.catalogue.Table;
import io.salver.recommend.filter.ValueFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Applies boosts and buries to scores. Immutable and thread-safe. */
final class Boosts {

  private final Table items;

  Boosts(Table items) {
    this.items = items;
  }

  /**
   * The scores after the boosts and buries of {@code rules}, in their order; the same array where
   * there are none.
   *
   * @param moved is told how many items each changed
   */
  float[] apply(List<Rule> rules, int[] rows, float[] scores, SequencedMap<String, Integer> moved) {
    float[] adjusted = scores;
    for (Rule rule : rules) {
      if (rule instanceof Rule.Boost || rule instanceof Rule.Bury) {
        adjusted = adjusted == scores ? scores.clone() : adjusted;
        int changed = apply(rule, rows, adjusted);
        if (changed > 0) {
          moved.put(rule.name(), changed);
        }
      }
    }
    return adjusted;
  }

  private int apply(Rule rule, int[] rows, float[] scores) {
    return switch (rule) {
      case Rule.Boost boost -> {
        boolean[] matches = matches(boost.items(), rows);
        int changed = 0;
        for (int i = 0; i < scores.length; i++) {
          if (matches[i]) {
            scores[i] = boost.weight().raise(scores[i]);
            changed++;
          }
        }
        yield changed;
      }
      case Rule.Bury bury -> {
        boolean[] matches = matches(bury.items(), rows);
        int changed = 0;
        for (int i = 0; i < scores.length; i++) {
          if (matches[i]) {
            scores[i] = bury.weight().lower(scores[i]);
            changed++;
          }
        }
        yield changed;
      }
      case Rule.Pin pin -> 0;
      case Rule.Cap cap -> 0;
    };
  }

  private boolean[] matches(Map<String, AttributeFilter> conditions, int[] rows) {
    boolean[] matches = new boolean[rows.length];
    Arrays.fill(matches, true);
    conditions.forEach(
        (attribute, condition) -> {
          var column = Quotas.column("items", attribute, items);
          ValueFilter filter = ValueFilter.of(condition);
          for (int i = 0; i < rows.length; i++) {
            matches[i] = matches[i] && filter.test(column.value(rows[i]));
          }
        });
    return matches;
  }
}
