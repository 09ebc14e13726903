package io.salver.repository.recommender;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.fault.BackendFailure;
import io.salver.recommend.AttributeFilter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads conditions by name: a value, a list of which one must hold, or an object of {@code any_of},
 * {@code none_of}, {@code min} and {@code max}, which must all hold.
 */
final class FilterNodes {

  private static final Set<String> PARTS = Set.of("any_of", "none_of", "min", "max");

  private FilterNodes() {}

  /** The conditions of the object at {@code place}. */
  static Map<String, AttributeFilter> read(String place, JsonNode node) {
    if (!node.isObject()) {
      throw new BackendFailure(place + " expects an object, received " + node);
    }
    Map<String, AttributeFilter> filters = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      filters.put(entry.getKey(), filter(place + ": " + entry.getKey(), entry.getValue()));
    }
    return filters;
  }

  private static AttributeFilter filter(String place, JsonNode node) {
    if (node.isObject()) {
      return all(place, new Fields(place, node, PARTS));
    }
    return new AttributeFilter.AnyOf(values(place, node));
  }

  private static AttributeFilter all(String place, Fields parts) {
    List<AttributeFilter> filters = new ArrayList<>();
    parts
        .find("any_of")
        .ifPresent(any -> filters.add(new AttributeFilter.AnyOf(values(place + ": any_of", any))));
    parts
        .find("none_of")
        .ifPresent(
            none -> filters.add(new AttributeFilter.NoneOf(values(place + ": none_of", none))));
    if (parts.find("min").isPresent() || parts.find("max").isPresent()) {
      filters.add(range(place, parts));
    }
    if (filters.isEmpty()) {
      throw new BackendFailure(place + " expects one of " + PARTS);
    }
    return filters.size() == 1 ? filters.getFirst() : new AttributeFilter.AllOf(filters);
  }

  private static AttributeFilter.Range range(String place, Fields parts) {
    double min = parts.find("min").isPresent() ? parts.number("min") : Double.NEGATIVE_INFINITY;
    double max = parts.find("max").isPresent() ? parts.number("max") : Double.POSITIVE_INFINITY;
    if (min > max) {
      throw new BackendFailure(place + " expects min <= max, received " + min + " and " + max);
    }
    return new AttributeFilter.Range(min, max);
  }

  private static List<String> values(String place, JsonNode node) {
    List<String> values = new ArrayList<>();
    for (JsonNode value : node.isArray() ? node : List.of(node)) {
      if (!value.isValueNode() || value.isNull()) {
        throw new BackendFailure(place + " expects values, received " + value);
      }
      values.add(value.asText());
    }
    return values;
  }
}
