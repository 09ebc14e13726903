package io.salver.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.api.RecommendationCall;
import io.salver.api.RecommendationLimits;
import io.salver.fault.InvalidInput;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Value;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decodes {@code POST /v1/recommendations}. Stateless. */
final class RecommendationJson {

  private static final Set<String> FIELDS =
      Set.of(
          "recommender",
          "user_id",
          "user",
          "history",
          "context",
          "k",
          "candidates",
          "exclude",
          "exclude_seen",
          "filter",
          "attributes",
          "explain",
          "timeout_ms");
  private static final Set<String> RANGE_FIELDS = Set.of("min", "max");

  private RecommendationJson() {}

  /**
   * Decodes a body.
   *
   * @throws InvalidInput that names the field, what was expected and what came
   */
  static RecommendationCall decode(Buffer body, RecommendationLimits limits) {
    JsonFields fields =
        new JsonFields("", JsonBody.parse(body.getBytes(), "the body")).only(FIELDS);
    RecommendationRequest.Builder request = RecommendationRequest.builder();
    fields.text("recommender").ifPresent(request::recommender);
    fields.whole("user_id").ifPresent(request::userId);
    fields.ifObject("user", user -> request.userFeatures(JsonValues.read(user)));
    fields.wholes("history", RecommendationRequest.MAX_HISTORY).ifPresent(request::history);
    fields.ifObject("context", context -> request.context(JsonValues.read(context)));
    fields.whole("k").ifPresent(request::k);
    fields.whole("candidates").ifPresent(request::candidates);
    fields.wholes("exclude", RecommendationRequest.MAX_EXCLUDE).ifPresent(request::exclude);
    fields.flag("exclude_seen").ifPresent(request::excludeSeen);
    fields.ifObject("filter", filter -> request.filters(filters(filter)));
    fields.texts("attributes", RecommendationRequest.MAX_ATTRIBUTES).ifPresent(request::attributes);
    fields.flag("explain").ifPresent(request::explain);
    return new RecommendationCall(request.build(), limits.deadline(fields.whole("timeout_ms")));
  }

  private static Map<String, AttributeFilter> filters(JsonFields fields) {
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
      return anyOf(fields, attribute, node);
    }
    if (node.isObject()) {
      return range(new JsonFields(fields.at(attribute), node).only(RANGE_FIELDS));
    }
    throw JsonFields.wrong(
        fields.at(attribute), "a list of values or an object of min and max", node);
  }

  private static AttributeFilter anyOf(JsonFields fields, String attribute, JsonNode list) {
    List<String> values = new ArrayList<>();
    for (JsonNode element :
        fields.elements(attribute, list, RecommendationRequest.MAX_FILTER_VALUES)) {
      JsonFields.require(
          element.isTextual() || element.isNumber(),
          fields.at(attribute) + "[" + values.size() + "]",
          "a text or a number",
          element);
      values.add(element.isTextual() ? element.textValue() : Value.spell(element.doubleValue()));
    }
    return new AttributeFilter.AnyOf(values);
  }

  private static AttributeFilter range(JsonFields range) {
    return new AttributeFilter.Range(
        range.find("min").map(end -> range.real("min", end)).orElse(Double.NEGATIVE_INFINITY),
        range.find("max").map(end -> range.real("max", end)).orElse(Double.POSITIVE_INFINITY));
  }
}
