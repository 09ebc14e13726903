package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** Documents of rollouts as JSON. */
final class RolloutJson {

  private static final JsonMapper MAPPER = new JsonMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final String BODY = "the body";

  private RolloutJson() {}

  /**
   * The object in a body.
   *
   * @throws io.salver.fault.InvalidInput when it holds something else
   */
  static Map<String, Object> read(Buffer body) {
    JsonNode document = JsonBody.parse(body.getBytes(), BODY);
    JsonFields.require(document.isObject(), BODY, "an object", document);
    return MAPPER.convertValue(document, MAP);
  }

  /** The object in a body that may be empty. */
  static Map<String, Object> readIfAny(Buffer body) {
    return body.length() == 0 ? Map.of() : read(body);
  }

  static Buffer write(Map<String, Object> document) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not plain: " + document, e);
    }
  }
}
