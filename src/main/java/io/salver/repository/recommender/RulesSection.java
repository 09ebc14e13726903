package io.salver.repository.recommender;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.BackendFailure;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.rerank.Rule;
import io.salver.recommend.rerank.Scope;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The list {@code rules} of recommender.yaml. Each rule has a name, exactly one of {@code pin},
 * {@code boost}, {@code bury} and {@code cap}, the {@code items} that a boost or bury is for, and
 * may have {@code from}, {@code to} and {@code when}. Whatever is wrong is told with its place.
 */
final class RulesSection {

  private static final Set<String> KINDS = Set.of("pin", "boost", "bury", "cap");
  private static final Set<String> KEYS =
      Set.of("name", "pin", "boost", "bury", "cap", "items", "from", "to", "when");

  private RulesSection() {}

  /** The rules of the list at {@code place}. */
  static List<Rule> read(String place, JsonNode node) {
    if (!node.isArray()) {
      throw new BackendFailure(place + " expects a list, received " + node);
    }
    List<Rule> rules = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode each : node) {
      String at = place + "[" + rules.size() + "]";
      Rule rule = rule(at, new Fields(at, each, KEYS));
      if (!names.add(rule.name())) {
        throw new BackendFailure(at + ": name '" + rule.name() + "' occurs twice");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static Rule rule(String at, Fields fields) {
    String name = fields.text("name");
    Scope scope =
        new Scope(instant(at, "from", fields), instant(at, "to", fields), when(at, fields));
    List<String> kinds =
        KINDS.stream().sorted().filter(kind -> fields.find(kind).isPresent()).toList();
    if (kinds.size() != 1) {
      throw new BackendFailure(at + " expects one of boost, bury, cap and pin, received " + kinds);
    }
    boolean weighs = kinds.contains("boost") || kinds.contains("bury");
    if (weighs != fields.find("items").isPresent()) {
      throw new BackendFailure(at + (weighs ? " lacks 'items'" : " takes no 'items'"));
    }
    return switch (kinds.getFirst()) {
      case "pin" -> new Rule.Pin(name, scope, places(at, fields));
      case "boost" -> new Rule.Boost(name, scope, items(at, fields), weight(at, fields, "boost"));
      case "bury" -> new Rule.Bury(name, scope, items(at, fields), weight(at, fields, "bury"));
      default -> cap(name, scope, fields.object("cap", Set.of("attribute", "most")));
    };
  }

  private static Rule.Cap cap(String name, Scope scope, Fields cap) {
    return new Rule.Cap(name, scope, cap.text("attribute"), cap.count("most"));
  }

  private static Map<String, AttributeFilter> items(String at, Fields fields) {
    return FilterNodes.read(at + ": items", fields.find("items").orElseThrow());
  }

  private static Map<String, AttributeFilter> when(String at, Fields fields) {
    return fields.find("when").map(node -> FilterNodes.read(at + ": when", node)).orElse(Map.of());
  }

  private static Rule.Weight weight(String at, Fields fields, String kind) {
    Fields given = fields.object(kind, Set.of("factor", "offset"));
    double factor = given.find("factor").isPresent() ? given.number("factor") : 1;
    double offset = given.find("offset").isPresent() ? given.number("offset") : 0;
    if (factor < 1 || offset < 0 || (factor == 1 && offset == 0)) {
      throw new BackendFailure(
          at
              + ": "
              + kind
              + " expects a factor above 1 or an offset above 0, received factor "
              + factor
              + " and offset "
              + offset);
    }
    return new Rule.Weight(factor, offset);
  }

  private static SequencedMap<Long, Integer> places(String at, Fields fields) {
    SequencedMap<Long, Integer> places = new LinkedHashMap<>();
    JsonNode node = fields.find("pin").orElseThrow();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      JsonNode place = entry.getValue();
      if (!entry.getKey().matches("[1-9][0-9]{0,17}") || !place.isInt() || place.intValue() < 1) {
        throw new BackendFailure(at + ": pin expects places from 1 by item id, received " + entry);
      }
      places.put(Long.parseLong(entry.getKey()), place.intValue());
    }
    if (places.isEmpty()) {
      throw new BackendFailure(at + ": pin expects places by item id, received " + node);
    }
    return places;
  }

  private static Optional<Instant> instant(String at, String key, Fields fields) {
    return fields
        .optionalText(key)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeParseException e) {
                throw new BackendFailure(
                    at
                        + ": "
                        + key
                        + " expects a moment like 2026-03-01T00:00:00Z, received '"
                        + text
                        + "'",
                    e);
              }
            });
  }
}
