package io.salver.api.rest;

import io.salver.fault.Fault;
import io.salver.fault.Unauthenticated;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
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
    advise(context.response(), fault);
    error(context, status, fault.explanation());
    return status;
  }

  /** Says in the head of an answer what the client should do now, unless the head is written. */
  static void advise(HttpServerResponse response, Fault fault) {
    if (response.headWritten()) {
      return;
    }
    HttpStatus.retryAfterSeconds(fault)
        .ifPresent(seconds -> response.putHeader("Retry-After", Long.toString(seconds)));
    if (fault instanceof Unauthenticated unknown) {
      response.putHeader("WWW-Authenticate", challenge(unknown));
    }
  }

  private static String challenge(Unauthenticated unknown) {
    return switch (unknown.reason()) {
      case MISSING -> "Bearer realm=\"salver\"";
      case WRONG, EXPIRED -> "Bearer realm=\"salver\", error=\"invalid_token\"";
    };
  }

  /** Has every method of {@code path} refused that no route before took. */
  static void refuseOthers(Router router, String path, String allowed) {
    router
        .route(path)
        .handler(
            context -> {
              context.request().resume();
              methodNotAllowed(context, allowed);
            });
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
