package io.salver.api.rest;

import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.RateLimited;
import io.salver.fault.Unauthenticated;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** How a failure is told. */
enum ErrorShape {
  /** As everywhere in this service: {@code {"error": "…"}}. */
  PLAIN,
  /** As clients of OpenAI's interface read it: {@code {"error": {"message": "…", …}}}. */
  OPEN_AI;

  private static final int FIRST_OF_SERVER = 500;

  /** Answers with the fault's status and text, on the request's event loop. */
  void send(RoutingContext context, Fault fault) {
    switch (this) {
      case PLAIN -> HttpAnswers.fault(context, fault);
      case OPEN_AI -> {
        HttpAnswers.advise(context.response(), fault);
        HttpAnswers.json(context, HttpStatus.of(fault), openAi(fault));
      }
    }
  }

  /** A failure as OpenAI's interface tells it. */
  static JsonObject openAi(Fault fault) {
    @Nullable String code =
        switch (fault) {
          case NotFound _ -> "model_not_found";
          case Unauthenticated _ -> "invalid_api_key";
          case RateLimited _ -> "rate_limit_exceeded";
          default -> null;
        };
    return openAi(HttpStatus.of(fault), fault.explanation(), code);
  }

  private static JsonObject openAi(int status, String message, @Nullable String code) {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("message", message)
                .put("type", status < FIRST_OF_SERVER ? "invalid_request_error" : "server_error")
                .put("param", code != null && code.startsWith("model") ? "model" : null)
                .put("code", code));
  }
}
