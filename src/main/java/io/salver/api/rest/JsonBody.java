package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.fault.InvalidInput;
import java.io.IOException;
import java.util.Optional;

/** Reads small JSON documents strictly: no field twice, nothing behind them, no deep nest. */
final class JsonBody {

  private static final int MAX_DEPTH = 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /**
   * The document in these bytes.
   *
   * @param what its name in messages, such as {@code the body}
   * @throws InvalidInput when it is empty or not well-formed
   */
  static JsonNode parse(byte[] bytes, String what) {
    if (bytes.length == 0) {
      throw new InvalidInput(what + " is empty; it expects a JSON object, {} at least");
    }
    JsonNode document;
    try {
      document = MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new InvalidInput(
          what
              + " is not well-formed JSON: "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + Optional.ofNullable(e.getLocation())
                  .map(at -> " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                  .orElse(""));
    } catch (IOException e) {
      throw new InvalidInput(what + " is not well-formed JSON: it is not UTF-8");
    }
    if (document.isMissingNode()) {
      throw new InvalidInput(what + " is empty; it expects a JSON object, {} at least");
    }
    return document;
  }
}
