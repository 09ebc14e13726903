package io.salver.api.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the header fields of a request say of its body.
 *
 * @param encoding how it is compressed
 * @param declaredBytes its length; negative when it is not declared
 * @param expectsContinue whether the client waits to be told to send it
 */
record BodyHead(BodyEncoding encoding, long declaredBytes, boolean expectsContinue) {

  /**
   * That of {@code request}.
   *
   * @throws io.salver.fault.InvalidInput when the encoding is unknown
   */
  static BodyHead of(HttpServerRequest request) {
    @Nullable String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return new BodyHead(
        BodyEncoding.named(encoding == null ? "" : encoding),
        length == null ? -1 : Long.parseLong(length),
        "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT)));
  }
}
