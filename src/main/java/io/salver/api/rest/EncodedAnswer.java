package io.salver.api.rest;

import io.vertx.core.buffer.Buffer;
import java.util.OptionalInt;

/**
 * A V2 answer as bytes.
 *
 * @param body the JSON and the binary tensors after it; sending it releases its memory
 * @param jsonBytes length of the JSON where binary tensors follow; empty where it is all JSON
 */
record EncodedAnswer(Buffer body, OptionalInt jsonBytes) {

  String contentType() {
    return jsonBytes.isPresent() ? "application/octet-stream" : "application/json";
  }
}
