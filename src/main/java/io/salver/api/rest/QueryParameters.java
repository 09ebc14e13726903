package io.salver.api.rest;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** The parameters behind the question mark of a request, read strictly. */
final class QueryParameters {

  private final MultiMap given;

  /**
   * Those of a request.
   *
   * @throws InvalidInput when one is not among {@code known}, or comes twice
   */
  QueryParameters(RoutingContext context, Set<String> known) {
    this.given = parsed(context);
    for (String name : given.names()) {
      if (!known.contains(name)) {
        throw new InvalidInput(
            "unknown query parameter '" + Json.shortened(name) + "'" + Nearest.hint(name, known));
      }
      if (given.getAll(name).size() > 1) {
        throw new InvalidInput("the query parameter '" + name + "' is given twice");
      }
    }
  }

  /** A text, or {@code absent} where nothing is said. */
  String text(String name, String absent) {
    List<String> values = given.getAll(name);
    return values.isEmpty() ? absent : values.getFirst();
  }

  /** A whole number, or {@code absent} where nothing is said. */
  long whole(String name, long absent) {
    List<String> values = given.getAll(name);
    return values.isEmpty() ? absent : whole(name, values.getFirst());
  }

  /** The number that {@code text}, the value of {@code name}, stands for. */
  static long whole(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidInput(
          name
              + " expects a whole number of at most 63 bits, received '"
              + Json.shortened(text)
              + "'");
    }
  }

  /** Those of a request, as they came. */
  static MultiMap parsed(RoutingContext context) {
    try {
      return context.queryParams();
    } catch (RuntimeException e) {
      throw new InvalidInput("the query is not well encoded"); // Vert.x names no type for it
    }
  }
}
