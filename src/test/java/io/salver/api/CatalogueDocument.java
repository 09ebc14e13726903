package io.salver.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.v1.CatalogueEvent;
import io.salver.v1.CatalogueItem;
import io.salver.v1.CatalogueUser;
import io.salver.v1.ChangeOutcome;
import io.salver.v1.ListEventsResponse;
import io.salver.v1.ListItemsResponse;
import io.salver.v1.RecordEventsResponse;
import io.salver.v1.Value;
import java.util.Base64;
import java.util.Map;

/** The answers of gRPC as REST writes them. */
final class CatalogueDocument {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private CatalogueDocument() {}

  static JsonNode of(ChangeOutcome outcome) {
    ObjectNode document = JSON.objectNode();
    if (outcome.hasEventId()) {
      document.put("id", outcome.getEventId());
    } else if (outcome.getId() != 0) {
      document.put("id", outcome.getId());
    }
    document.put("outcome", outcome.getOutcome());
    if (outcome.hasError()) {
      document.put("error", outcome.getError());
    }
    return document;
  }

  static JsonNode of(CatalogueItem item) {
    ObjectNode document = JSON.objectNode().put("id", item.getId());
    document.set("attributes", values(item.getAttributesMap()));
    document.put("has_image", item.getHasImage());
    if (item.hasImage()) {
      document.put("image", Base64.getEncoder().encodeToString(item.getImage().toByteArray()));
    }
    return document;
  }

  static JsonNode of(ListItemsResponse list) {
    ObjectNode document = JSON.objectNode();
    ArrayNode items = document.putArray("items");
    list.getItemsList().forEach(item -> items.add(of(item)));
    document.set("next", list.hasNext() ? JSON.numberNode(list.getNext()) : JSON.nullNode());
    return document;
  }

  static JsonNode of(CatalogueUser user) {
    ObjectNode document = JSON.objectNode().put("id", user.getId());
    document.set("features", values(user.getFeaturesMap()));
    ArrayNode history = document.putArray("history");
    user.getHistoryList().forEach(history::add);
    return document;
  }

  static JsonNode of(RecordEventsResponse response) {
    ObjectNode document =
        JSON.objectNode()
            .put("written", response.getWritten())
            .put("unchanged", response.getUnchanged())
            .put("refused", response.getRefused());
    ArrayNode events = document.putArray("events");
    response.getEventsList().forEach(event -> events.add(of(event)));
    return document;
  }

  static JsonNode of(ListEventsResponse list) {
    ObjectNode document = JSON.objectNode();
    ArrayNode events = document.putArray("events");
    list.getEventsList().forEach(event -> events.add(of(event)));
    return document;
  }

  private static JsonNode of(CatalogueEvent event) {
    ObjectNode document =
        JSON.objectNode()
            .put("id", event.getId())
            .put("type", event.getType())
            .put("user_id", event.getUserId())
            .put("item_id", event.getItemId())
            .put("at", event.getAt());
    if (event.hasValue()) {
      document.put("value", event.getValue());
    }
    if (event.hasRecommendationId()) {
      document.put("recommendation_id", event.getRecommendationId());
    }
    if (event.hasPosition()) {
      document.put("position", event.getPosition());
    }
    return document;
  }

  private static ObjectNode values(Map<String, Value> values) {
    ObjectNode document = JSON.objectNode();
    values.forEach(
        (name, value) -> {
          if (value.hasNumber()) {
            document.put(name, value.getNumber());
          } else {
            document.put(name, value.getText());
          }
        });
    return document;
  }
}
