package io.salver.api.rest;

import io.salver.fault.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends JSON, and errors as {@code {"error": "…"}}. Every method runs on the request's event loop.
 */
final class HttpAnswers {

  private static final String JSON = "application/json";

  private HttpAnswers() {}

  static void json(RoutingContext context, int status, JsonObject document) {
    send(context, status, document.toBuffer());
  }

  /** Sends JSON that is written already. */
  static void document(RoutingContext context, Buffer document) {
    send(context, 200, document);
  }

  static void error(RoutingContext context, int status, String text) {
    json(context, status, new JsonObject().put("error", text));
  }

  /** Answers with the fault's status and text. */
  static int fault(RoutingContext context, Fault fault) {
    int status = HttpStatus.of(fault);
    HttpServerResponse response = context.response();
    if (!response.headWritten()) {
      HttpStatus.retryAfterSeconds(fault)
          .ifPresent(seconds -> response.putHeader("Retry-After", Long.toString(seconds)));
    }
    error(context, status, fault.explanation());
    return status;
  }

  static void methodNotAllowed(RoutingContext context, String allowed) {
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    error(
        context,
        405,
        context.request().method()
            + " is not allowed on "
            + context.request().path()
            + "; allowed: "
            + allowed);
  }

  static void notFound(RoutingContext context) {
    error(context, 404, "there is nothing at " + context.request().path());
  }

  /** Sends a body of that media type; without a media type, none. */
  static void send(RoutingContext context, int status, String mediaType, Buffer body) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      return;
    }
    response.setStatusCode(status);
    if (mediaType.isEmpty()) {
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
      AnswerBody.end(context.request(), NettyBuffers.of(body));
    }
  }

  private static void send(RoutingContext context, int status, Buffer document) {
    send(context, status, JSON, document);
  }
}
