package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.serving.Following;
import io.salver.serving.TraceContext;
import io.salver.time.Ticker;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.Optional;

/**
 * Starts the timers of requests over HTTP, which may be a part of a trace and say who asks.
 * Stateless.
 */
final class Arrivals {

  private static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";

  private Arrivals() {}

  /** The request arrives now. */
  static RequestTimer timer(RoutingContext context, Ticker ticker) {
    HttpServerRequest request = context.request();
    RequestTimer timer = new RequestTimer(ticker);
    timer.asked(SecurityHandler.caller(context));
    timer.follows(new Following(name -> Optional.ofNullable(request.getHeader(name))));
    String parent = request.getHeader(PARENT);
    if (parent != null) {
      String state = Objects.requireNonNullElse(request.getHeader(STATE), "");
      TraceContext.parse(parent, state).ifPresent(timer::follows);
    }
    return timer;
  }
}
