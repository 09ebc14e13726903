package io.salver.api.rest;

import io.netty.buffer.ByteBuf;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.OptionalInt;

/**
 * A V2 answer as bytes. Whoever has it owes its memory a release, or sends it.
 *
 * @param memory the JSON and the binary tensors after it
 * @param jsonBytes length of the JSON where binary tensors follow; empty where it is all JSON
 */
record EncodedAnswer(ByteBuf memory, OptionalInt jsonBytes) {

  /**
   * Sends it in one piece as the answer to {@code request}, and releases its memory when that is
   * written, or cannot be.
   */
  void send(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    try {
      if (jsonBytes.isPresent()) {
        response.putHeader(BinaryHeader.NAME, Integer.toString(jsonBytes.getAsInt()));
      }
      response.putHeader(HttpHeaders.CONTENT_TYPE, contentType());
    } catch (RuntimeException e) {
      memory.release();
      throw e;
    }
    AnswerBody.end(request, memory);
  }

  private String contentType() {
    return jsonBytes.isPresent() ? "application/octet-stream" : "application/json";
  }
}
