package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Ends a response with its body, compressed where that helps and the client takes it. A body of
 * more than {@value #MAX_BYTES_ON_LOOP} bytes is compressed on a worker thread, so that it does not
 * hold up the other requests of the event loop. Called on the request's event loop.
 *
 * <p>It releases the body once, on every path. Vert.x does not: to Netty it shows memory that is
 * not its own as unreleasable.
 */
final class AnswerBody {

  /** A body below this fits into the first packet anyway. */
  static final int MIN_BYTES = 1024;

  private static final int MAX_BYTES_ON_LOOP = 32 * 1024;

  private AnswerBody() {}

  /** Sends {@code body} as the answer to {@code request}. */
  static void end(HttpServerRequest request, ByteBuf body) {
    if (isOver(request) || body.readableBytes() < MIN_BYTES) {
      send(request, body);
      return;
    }
    request.response().putHeader(HttpHeaders.VARY, "Accept-Encoding");
    AnswerEncoding encoding =
        AnswerEncoding.accepted(
            String.join(",", request.headers().getAll(HttpHeaders.ACCEPT_ENCODING)));
    if (encoding == AnswerEncoding.IDENTITY) {
      send(request, body);
    } else if (body.readableBytes() <= MAX_BYTES_ON_LOOP) {
      sendEncoded(request, encoding, encoding.compress(body));
    } else {
      requireNonNull(Vertx.currentContext(), "not on an event loop")
          .executeBlocking(() -> encoding.compress(body), false)
          .onComplete(compressed -> sendEncoded(request, encoding, compressed.result()));
    }
  }

  private static void sendEncoded(
      HttpServerRequest request, AnswerEncoding encoding, @Nullable ByteBuf body) {
    if (body == null) {
      request.response().reset(); // the compression failed, and with it the memory is gone
      return;
    }
    if (!isOver(request)) {
      request.response().putHeader(HttpHeaders.CONTENT_ENCODING, encoding.token());
    }
    send(request, body);
  }

  private static void send(HttpServerRequest request, ByteBuf body) {
    if (isOver(request)) {
      body.release();
      return;
    }
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.readableBytes()));
    if (request.method().equals(HttpMethod.HEAD)) {
      body.release();
      response.end();
      return;
    }
    try {
      response.end(NettyBuffers.wrap(body)).onComplete(written -> body.release());
    } catch (RuntimeException e) {
      body.release();
      throw e;
    }
  }

  private static boolean isOver(HttpServerRequest request) {
    return request.response().closed() || request.response().ended();
  }
}
