package io.salver.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * One request about a catalogue, in no protocol's words.
 *
 * @param id of the item or user; of a list of items, the one before
 * @param json what else is said; empty for nothing
 */
public record CatalogueStep(Call call, String id, String json) {

  /** What is asked. */
  public enum Call {
    PUT_ITEM,
    GET_ITEM,
    DELETE_ITEM,
    LIST_ITEMS,
    PUT_USER,
    GET_USER,
    DELETE_USER,
    /** A list of events, of which the wrong ones are told in the answer. */
    RECORD_EVENTS,
    /** One event, which is refused when it is wrong. */
    RECORD_ONE,
    LIST_EVENTS
  }

  /** The same with ids from {@code base} on, and proper quotes. */
  public CatalogueStep at(long base) {
    return new CatalogueStep(call, resolve(id, base), resolve(json, base));
  }

  /** What is said as JSON. */
  public JsonNode document() {
    return parse(json.isEmpty() ? "{}" : json);
  }

  static String resolve(String text, long base) {
    String resolved = text.replace('\'', '"');
    for (int i = 0; i <= 9; i++) {
      resolved = resolved.replace("$" + i, Long.toString(base + i));
    }
    return resolved;
  }

  static JsonNode parse(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
