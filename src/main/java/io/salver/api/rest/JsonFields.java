package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.WellFormedText;
import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A JSON object of a request, read strictly: an unknown field is told with the nearest known one, a
 * wrong one with its place, what was expected and what came. A null counts as absent.
 */
final class JsonFields {

  private static final int SHOWN = 60;

  private final String place;
  private final JsonNode node;

  /** The object at {@code place}, empty for the request itself. */
  JsonFields(String place, JsonNode node) {
    if (!node.isObject()) {
      throw wrong(place.isEmpty() ? "the body" : place, "an object", node);
    }
    this.place = place;
    this.node = node;
  }

  /** Refuses every field that is not among {@code known}. */
  JsonFields only(Set<String> known) {
    for (String name : names()) {
      if (!known.contains(name)) {
        throw new InvalidInput("unknown field '" + at(name) + "'" + Nearest.hint(name, known));
      }
    }
    return this;
  }

  List<String> names() {
    List<String> names = new ArrayList<>(node.size());
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  Optional<JsonNode> find(String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  void ifObject(String name, Consumer<JsonFields> action) {
    find(name).ifPresent(value -> action.accept(new JsonFields(at(name), value)));
  }

  Optional<String> text(String name) {
    return find(name).map(value -> text(at(name), value));
  }

  Optional<Boolean> flag(String name) {
    return find(name)
        .map(
            value -> {
              require(value.isBoolean(), at(name), "true or false", value);
              return value.booleanValue();
            });
  }

  OptionalLong whole(String name) {
    Optional<JsonNode> value = find(name);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(whole(at(name), value.get()));
  }

  Optional<List<Long>> wholes(String name, int limit) {
    return find(name)
        .map(
            array -> {
              List<Long> numbers = new ArrayList<>();
              for (JsonNode element : elements(name, array, limit)) {
                numbers.add(whole(at(name) + "[" + numbers.size() + "]", element));
              }
              return numbers;
            });
  }

  Optional<List<String>> texts(String name, int limit) {
    return find(name)
        .map(
            array -> {
              List<String> texts = new ArrayList<>();
              for (JsonNode element : elements(name, array, limit)) {
                texts.add(text(at(name) + "[" + texts.size() + "]", element));
              }
              return texts;
            });
  }

  /** The array under {@code name}, which has at most {@code limit} elements. */
  JsonNode elements(String name, JsonNode array, int limit) {
    require(array.isArray(), at(name), "a list", array);
    if (array.size() > limit) {
      throw new InvalidInput(
          at(name) + " takes at most " + limit + " entries, received " + array.size());
    }
    return array;
  }

  OptionalDouble real(String name) {
    Optional<JsonNode> value = find(name);
    return value.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(real(name, value.get()));
  }

  double real(String name, JsonNode value) {
    require(value.isNumber() && Double.isFinite(value.doubleValue()), at(name), "a number", value);
    return value.doubleValue();
  }

  /** The place of a field of this object, for messages. */
  String at(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  static InvalidInput wrong(String place, String expected, JsonNode received) {
    String shown = received.toString();
    return new InvalidInput(
        place + " expects " + expected + ", received " + WellFormedText.shortened(shown, SHOWN));
  }

  static void require(boolean holds, String place, String expected, JsonNode received) {
    if (!holds) {
      throw wrong(place, expected, received);
    }
  }

  private static String text(String place, JsonNode value) {
    require(value.isTextual(), place, "a text", value);
    return value.textValue();
  }

  private static long whole(String place, JsonNode value) {
    require(
        value.isIntegralNumber() && value.canConvertToLong(),
        place,
        "a whole number of at most 63 bits",
        value);
    return value.longValue();
  }
}
