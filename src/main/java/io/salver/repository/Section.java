package io.salver.repository;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.Nearest;
import io.salver.time.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping in a YAML file, with typed access to its keys. Whatever is wrong becomes a {@link
 * RepositoryProblem} that names the key by its full path, what was expected and what stands there.
 */
final class Section {

  private final String path;
  private final JsonNode node;

  private Section(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** The mapping at {@code path}, which may hold the {@code known} keys and no others. */
  static Section of(String path, JsonNode node, Set<String> known) {
    if (!node.isObject()) {
      throw new RepositoryProblem(
          (path.isEmpty() ? "it" : path) + " must be a mapping of keys, not " + written(node));
    }
    Section section = new Section(path, node);
    node.fieldNames().forEachRemaining(key -> section.requireKnown(key, known));
    return section;
  }

  boolean has(String key) {
    return node.hasNonNull(key);
  }

  /** The node under a key that is there. */
  JsonNode node(String key) {
    return node.get(key);
  }

  String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  Optional<String> text(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node(key).isTextual() || node(key).textValue().isBlank()) {
      throw wrong(key, "text");
    }
    return Optional.of(node(key).textValue());
  }

  int integer(String key, int least, int most, int otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    JsonNode value = node(key);
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      throw wrong(key, "a whole number from " + least + " to " + most);
    }
    return value.intValue();
  }

  Duration duration(String key, Duration otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    return DurationText.parse(node(key).asText())
        .orElseThrow(
            () -> wrong(key, "a duration such as 2ms, with a unit of " + DurationText.UNITS));
  }

  /** A size of at least one byte. */
  long bytes(String key, long otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    return SizeText.parse(node(key).asText())
        .orElseThrow(
            () -> wrong(key, "a size such as 64M, with a unit of " + SizeText.UNITS + " or none"));
  }

  Section section(String key, Set<String> known) {
    return of(pathOf(key), node(key), known);
  }

  /** The mappings in the list under a key that is there. */
  List<Section> sections(String key, Set<String> known) {
    if (!node(key).isArray()) {
      throw wrong(key, "a list");
    }
    List<Section> sections = new ArrayList<>();
    for (JsonNode element : node(key)) {
      sections.add(of(pathOf(key) + "[" + sections.size() + "]", element, known));
    }
    return sections;
  }

  /** The mapping under a key as plain Java values, unexamined; empty when it is not there. */
  Map<String, Object> asWritten(String key) {
    if (!has(key)) {
      return Map.of();
    }
    if (!node(key).isObject()) {
      throw wrong(key, "a mapping of keys");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    node(key)
        .properties()
        .forEach(e -> values.put(e.getKey(), plain(pathOf(key) + "." + e.getKey(), e.getValue())));
    return values;
  }

  RepositoryProblem wrong(String key, String expected) {
    return new RepositoryProblem(
        pathOf(key) + " must be " + expected + ", not " + written(node.path(key)));
  }

  private void requireKnown(String key, Set<String> known) {
    if (!known.contains(key)) {
      throw new RepositoryProblem(
          "unknown key '%s'; the nearest known one is '%s'"
              .formatted(pathOf(key), pathOf(Nearest.among(key, known))));
    }
  }

  private static Object plain(String path, JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> value.textValue();
      case BOOLEAN -> value.booleanValue();
      case NUMBER -> value.numberValue();
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        value.forEach(element -> elements.add(plain(path, element)));
        yield List.copyOf(elements);
      }
      case OBJECT -> {
        Map<String, Object> values = new LinkedHashMap<>();
        value
            .properties()
            .forEach(e -> values.put(e.getKey(), plain(path + "." + e.getKey(), e.getValue())));
        yield Map.copyOf(values);
      }
      case NULL, MISSING, BINARY, POJO ->
          throw new RepositoryProblem(path + " is there without a value");
    };
  }

  private static String written(JsonNode value) {
    String text = value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
