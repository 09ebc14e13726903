package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.api.RecommendationCall;
import io.salver.api.RecommendationLimits;
import io.salver.fault.InvalidInput;
import io.salver.recommend.AttributeFilter;
import io.salver.recommend.RecommendationRequest;
import io.salver.recommend.Value;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decodes {@code POST /v1/recommendations}. Stateless. */
final class RecommendationJson {

  private static final int MAX_DEPTH = 20;
  private static final int MAX_FEATURE_VALUES = 100;
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
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RecommendationJson() {}

  /**
   * Decodes a body.
   *
   * @throws InvalidInput that names the field, what was expected and what came
   */
  static RecommendationCall decode(Buffer body, RecommendationLimits limits) {
    JsonFields fields = new JsonFields("", parse(body)).only(FIELDS);
    RecommendationRequest.Builder request = RecommendationRequest.builder();
    fields.text("recommender").ifPresent(request::recommender);
    fields.whole("user_id").ifPresent(request::userId);
    fields.ifObject("user", user -> request.userFeatures(values(user)));
    fields.wholes("history", RecommendationRequest.MAX_HISTORY).ifPresent(request::history);
    fields.ifObject("context", context -> request.context(values(context)));
    fields.whole("k").ifPresent(request::k);
    fields.whole("candidates").ifPresent(request::candidates);
    fields.wholes("exclude", RecommendationRequest.MAX_EXCLUDE).ifPresent(request::exclude);
    fields.flag("exclude_seen").ifPresent(request::excludeSeen);
    fields.ifObject("filter", filter -> request.filters(filters(filter)));
    fields.texts("attributes", RecommendationRequest.MAX_ATTRIBUTES).ifPresent(request::attributes);
    fields.flag("explain").ifPresent(request::explain);
    return new RecommendationCall(request.build(), limits.deadline(fields.whole("timeout_ms")));
  }

  private static JsonNode parse(Buffer body) {
    if (body.length() == 0) {
      throw new InvalidInput("the body is empty; it expects a JSON object, {} at least");
    }
    try {
      return MAPPER.readTree(body.getBytes());
    } catch (JsonProcessingException e) {
      throw new InvalidInput(
          "the body is not well-formed JSON: "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + Optional.ofNullable(e.getLocation())
                  .map(at -> " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                  .orElse(""));
    } catch (IOException e) {
      throw new IllegalStateException(e); // reads from memory
    }
  }

  private static Map<String, Value> values(JsonFields fields) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (String name : fields.names()) {
      fields.find(name).ifPresent(node -> values.put(name, value(fields, name, node)));
    }
    return values;
  }

  private static Value value(JsonFields fields, String name, JsonNode node) {
    if (node.isTextual()) {
      return new Value.Text(node.textValue());
    }
    if (node.isNumber()) {
      return new Value.Real(fields.real(name, node));
    }
    if (node.isArray()) {
      return new Value.Texts(fields.texts(name, MAX_FEATURE_VALUES).orElseThrow());
    }
    throw JsonFields.wrong(fields.at(name), "a text, a number or a list of texts", node);
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
