package io.salver.app;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.salver.serving.ModelInferenceService;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Sends clients away before the stop. In the time between SIGTERM and the stop ({@code
 * quarkus.shutdown.delay}) the service says that it is not ready but answers everything, and each
 * answer over HTTP ends its connection: HTTP/1.1 by {@code Connection: close} (RFC 9112, 9.6),
 * HTTP/2 by GOAWAY (RFC 9113, 6.8). So no client is in the middle of a connection when the
 * listeners end. Thread-safe.
 */
@Singleton
final class Leaving {

  private static final int BEFORE_ALL = Integer.MAX_VALUE;
  private static final long NO_ERROR = 0;

  private final ModelInferenceService inference;
  private volatile boolean begun;

  @Inject
  Leaving(ModelInferenceService inference) {
    this.inference = inference;
  }

  void begin(@Observes ShutdownDelayInitiatedEvent event) {
    inference.leave();
    begun = true;
  }

  void register(@Observes Filters filters) {
    filters.register(this::endConnection, BEFORE_ALL);
  }

  private void endConnection(RoutingContext exchange) {
    if (begun) {
      if (exchange.request().version() == HttpVersion.HTTP_2) {
        // With the highest stream there can be, so that those which the client began meanwhile are
        // served all the same (RFC 9113, 6.8).
        exchange.request().connection().goAway(NO_ERROR, Integer.MAX_VALUE);
      } else {
        exchange.response().putHeader("Connection", "close");
        exchange.addEndHandler(_ -> exchange.request().connection().close());
      }
    }
    exchange.next();
  }
}
