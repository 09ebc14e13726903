package io.salver.routing;

import java.util.Map;
import java.util.Optional;

/**
 * Who asks, as far as routing cares. Immutable.
 *
 * @param key who gets the same arm always; absent: every request is its own
 * @param attributes what rules look at, by name
 * @param wanted the arm that a tester asks for
 */
public record Subject(
    Optional<String> key, Map<String, String> attributes, Optional<String> wanted) {

  /** Copies the map. */
  public Subject {
    attributes = Map.copyOf(attributes);
  }
}
