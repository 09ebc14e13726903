package io.salver.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sends some to an arm whatever their key. Immutable.
 *
 * @param when the values that each attribute may have; an attribute that is absent has none of them
 * @param arm the name of the arm
 */
public record Rule(Map<String, Set<String>> when, String arm) {

  /** Copies the map. */
  public Rule {
    Map<String, Set<String>> copy = new LinkedHashMap<>();
    when.forEach((attribute, values) -> copy.put(attribute, Set.copyOf(values)));
    when = Map.copyOf(copy);
  }

  boolean fits(Subject subject) {
    return when.entrySet().stream()
        .allMatch(
            each -> {
              String value = subject.attributes().get(each.getKey());
              return value != null && each.getValue().contains(value);
            });
  }
}
