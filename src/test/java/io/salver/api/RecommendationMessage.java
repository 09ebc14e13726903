package io.salver.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.v1.Filter;
import io.salver.v1.Filters;
import io.salver.v1.ItemIds;
import io.salver.v1.Range;
import io.salver.v1.RecommendRequest;
import io.salver.v1.Texts;
import io.salver.v1.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** The gRPC message that means the same as a JSON request of the table. */
final class RecommendationMessage {

  private RecommendationMessage() {}

  static RecommendRequest of(String json) {
    RecommendRequest.Builder message = RecommendRequest.newBuilder();
    parse(json).properties().forEach(field -> set(message, field.getKey(), field.getValue()));
    return message.build();
  }

  private static JsonNode parse(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static void set(RecommendRequest.Builder message, String name, JsonNode node) {
    switch (name) {
      case "recommender" -> message.setRecommender(node.textValue());
      case "user_id" -> message.setUserId(node.longValue());
      case "user" ->
          node.properties().forEach(f -> message.putUser(f.getKey(), value(f.getValue())));
      case "history" -> message.setHistory(ItemIds.newBuilder().addAllIds(longs(node)));
      case "context" ->
          node.properties().forEach(f -> message.putContext(f.getKey(), value(f.getValue())));
      case "k" -> message.setK(node.longValue());
      case "candidates" -> message.setCandidates(node.longValue());
      case "exclude" -> message.addAllExclude(longs(node));
      case "exclude_seen" -> message.setExcludeSeen(node.booleanValue());
      case "filter" ->
          node.properties().forEach(f -> message.putFilter(f.getKey(), filter(f.getValue())));
      case "attributes" -> message.addAllAttributes(texts(node));
      case "explain" -> message.setExplain(node.booleanValue());
      case "diversity" -> message.setDiversity(node.doubleValue());
      case "exploration" -> message.setExploration(node.doubleValue());
      case "rules" -> message.setRules(node.booleanValue());
      case "deduplicate" -> message.setDeduplicate(node.textValue());
      case "strategy" -> message.setStrategy(node.textValue());
      case "timeout_ms" -> message.setTimeoutMs(node.longValue());
      default -> throw new IllegalArgumentException("no field " + name);
    }
  }

  private static Value value(JsonNode node) {
    return node.isNumber()
        ? Value.newBuilder().setNumber(node.doubleValue()).build()
        : Value.newBuilder().setText(node.textValue()).build();
  }

  private static Filter filter(JsonNode node) {
    if (node.isArray()) {
      return Filter.newBuilder().setAnyOf(Texts.newBuilder().addAllTexts(texts(node))).build();
    }
    List<Filter> parts = new ArrayList<>();
    if (node.has("any")) {
      parts.add(filter(node.get("any")));
    }
    if (node.has("none")) {
      Texts none = Texts.newBuilder().addAllTexts(texts(node.get("none"))).build();
      parts.add(Filter.newBuilder().setNoneOf(none).build());
    }
    if (node.has("min") || node.has("max")) {
      parts.add(range(node));
    }
    return parts.size() == 1
        ? parts.getFirst()
        : Filter.newBuilder().setAllOf(Filters.newBuilder().addAllFilters(parts)).build();
  }

  private static Filter range(JsonNode node) {
    Range.Builder range = Range.newBuilder();
    if (node.has("min")) {
      range.setMin(node.get("min").doubleValue());
    }
    if (node.has("max")) {
      range.setMax(node.get("max").doubleValue());
    }
    return Filter.newBuilder().setRange(range).build();
  }

  private static List<Long> longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::longValue).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
  }
}
