package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads conditions on attributes: a list of values, or an object of {@code any}, {@code none},
 * {@code min} and {@code max}, all of which must hold. Stateless.
 */
final class FilterJson {

  private static final Set<String> FIELDS = Set.of("any", "none", "min", "max");

  private FilterJson() {}

  /** The conditions by attribute. */
  static Map<String, AttributeFilter> read(JsonFields fields) {
    Map<String, AttributeFilter> filters = new LinkedHashMap<>();
    for (String attribute : fields.names()) {
      fields
          .find(attribute)
          .ifPresent(node -> filters.put(attribute, filter(fields, attribute, node)));
    }
    return filters;
  }

  private static AttributeFilter filter(JsonFields fields, String attribute, JsonNode node) {
    if (node.isArray()) {
      return new AttributeFilter.AnyOf(values(fields, attribute, node));
    }
    if (node.isObject()) {
      return all(new JsonFields(fields.at(attribute), node).only(FIELDS));
    }
    throw JsonFields.wrong(
        fields.at(attribute), "a list of values or an object of any, none, min and max", node);
  }

  private static AttributeFilter all(JsonFields fields) {
    List<AttributeFilter> parts = new ArrayList<>();
    fields
        .find("any")
        .ifPresent(list -> parts.add(new AttributeFilter.AnyOf(values(fields, "any", list))));
    fields
        .find("none")
        .ifPresent(list -> parts.add(new AttributeFilter.NoneOf(values(fields, "none", list))));
    if (parts.isEmpty() || fields.find("min").isPresent() || fields.find("max").isPresent()) {
      parts.add(range(fields));
    }
    return parts.size() == 1 ? parts.getFirst() : new AttributeFilter.AllOf(parts);
  }

  private static List<String> values(JsonFields fields, String name, JsonNode list) {
    List<String> values = new ArrayList<>();
    for (JsonNode element : fields.elements(name, list, RecommendationRequest.MAX_FILTER_VALUES)) {
      JsonFields.require(
          element.isTextual() || element.isNumber(),
          fields.at(name) + "[" + values.size() + "]",
          "a text or a number",
          element);
      values.add(element.isTextual() ? element.textValue() : Value.spell(element.doubleValue()));
    }
    return values;
  }

  private static AttributeFilter range(JsonFields range) {
    return new AttributeFilter.Range(
        range.find("min").map(end -> range.real("min", end)).orElse(Double.NEGATIVE_INFINITY),
        range.find("max").map(end -> range.real("max", end)).orElse(Double.POSITIVE_INFINITY));
  }
}
