package io.salver.api.rest;

import io.salver.fault.InvalidInput;
import io.salver.serving.RequestId;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * The id of a request as HTTP carries it: in the field {@value #FIELD} of the request, if the
 * client gives one, and of every answer. Stateless.
 */
final class RequestIdHeader {

  static final String FIELD = "X-Request-Id";

  private static final CharSequence NAME = HttpHeaders.createOptimized(FIELD);

  private RequestIdHeader() {}

  /**
   * The id that the client gives, or one drawn with that {@code prefix}; the answer will bear it.
   * On the event loop, before anything is answered.
   *
   * @throws InvalidInput when what the client gives is none; the answer then bears a drawn one
   */
  static RequestId take(HttpServerRequest request, String prefix) {
    String given = request.getHeader(NAME);
    RequestId id =
        given != null && RequestId.isOne(given) ? new RequestId(given) : RequestId.draw(prefix);
    put(request.response(), id);
    return given == null ? id : RequestId.given(FIELD, given);
  }

  /** Has the answer bear that id, unless its head is written. */
  static void put(HttpServerResponse response, RequestId id) {
    if (!response.headWritten()) {
      response.putHeader(NAME, id.text());
    }
  }
}
