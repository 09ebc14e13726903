package io.salver.repository.recommender;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object of a YAML or JSON file, read strictly: what is unknown, missing or of the wrong type is
 * told with its place.
 */
final class Fields {

  private final String place;
  private final JsonNode node;

  /** The object at {@code place}, which may have no other keys than {@code known}. */
  Fields(String place, @Nullable JsonNode node, Set<String> known) {
    if (node == null || !node.isObject()) {
      throw new BackendFailure(place + " expects an object, received " + describe(node));
    }
    this.place = place;
    this.node = node;
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new BackendFailure(
                    place + " has an unknown key '" + name + "'" + Nearest.hint(name, known));
              }
            });
  }

  Optional<JsonNode> find(String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  /** The object under that key, which may have no other keys than {@code known}. */
  Fields object(String name, Set<String> known) {
    return new Fields(at(name), node.get(name), known);
  }

  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name, "a text"));
  }

  Optional<String> optionalText(String name) {
    Optional<JsonNode> value = find(name);
    value.ifPresent(given -> require(given.isValueNode(), name, "a text", given));
    return value.map(JsonNode::asText);
  }

  double number(String name) {
    JsonNode value = find(name).orElseThrow(() -> missing(name, "a number"));
    require(value.isNumber(), name, "a number", value);
    return value.doubleValue();
  }

  /** A boolean; false where the key is absent. */
  boolean flag(String name) {
    Optional<JsonNode> value = find(name);
    value.ifPresent(given -> require(given.isBoolean(), name, "a boolean", given));
    return value.map(JsonNode::booleanValue).orElse(false);
  }

  /** A whole number of at least 1. */
  int count(String name) {
    JsonNode value = find(name).orElseThrow(() -> missing(name, "a positive whole number"));
    boolean fits = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 1;
    require(fits, name, "a positive whole number", value);
    return value.intValue();
  }

  /** A list of objects, each with no other keys than {@code known}; at least one. */
  List<Fields> objects(String name, Set<String> known) {
    JsonNode list = find(name).orElseThrow(() -> missing(name, "a list of objects"));
    require(list.isArray() && !list.isEmpty(), name, "a list of objects", list);
    List<Fields> objects = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      objects.add(new Fields(at(name) + "[" + i + "]", list.get(i), known));
    }
    return objects;
  }

  /** A list of texts, or one text; empty where the key is absent. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    find(name)
        .ifPresent(
            list -> {
              if (list.isTextual()) {
                texts.add(list.asText());
                return;
              }
              require(list.isArray(), name, "a list", list);
              for (JsonNode value : list) {
                require(value.isValueNode(), name, "texts", value);
                texts.add(value.asText());
              }
            });
    return texts;
  }

  private BackendFailure missing(String name, String expected) {
    return new BackendFailure(place + " lacks '" + name + "', " + expected);
  }

  private void require(boolean holds, String name, String expected, JsonNode value) {
    if (!holds) {
      throw new BackendFailure(at(name) + " expects " + expected + ", received " + describe(value));
    }
  }

  private String at(String name) {
    return place + ": " + name;
  }

  private static String describe(@Nullable JsonNode node) {
    return node == null || node.isMissingNode() ? "nothing" : node.toString();
  }

  /** The document as it was written, without its layout. */
  @Override
  public String toString() {
    return node.toString();
  }
}
