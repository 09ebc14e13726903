package io.salver.app;

import io.quarkus.vertx.http.ManagementInterface;
import io.salver.api.Credentials;
import io.salver.api.SecuritySettings;
import io.salver.fault.Fault;
import io.salver.fault.Unauthenticated;
import io.salver.security.Action;
import io.salver.telemetry.prometheus.Exposition;
import io.salver.telemetry.prometheus.Exposition.Page;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code GET /metrics} of the management port, for everybody who reaches it or, by {@code
 * salver.security.metrics}, for the role operate. Thread-safe.
 */
@Singleton
final class MetricsRoute {

  private final Exposition exposition;
  private final SecuritySettings security;
  private final SecurityConfig config;

  @Inject
  MetricsRoute(Exposition exposition, SecuritySettings security, SecurityConfig config) {
    this.exposition = exposition;
    this.security = security;
    this.config = config;
  }

  void register(@Observes ManagementInterface management) {
    management.router().get("/metrics").blockingHandler(this::answer, false);
  }

  private void answer(RoutingContext context) {
    try {
      enter(context);
    } catch (Fault refusal) {
      context.response().setStatusCode(refusal instanceof Unauthenticated ? 401 : 403);
      context.response().putHeader("WWW-Authenticate", "Bearer realm=\"salver\"");
      context.response().end(refusal.explanation());
      return;
    }
    Page page = exposition.write(context.request().getHeader(HttpHeaders.ACCEPT));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType())
        .end(Buffer.buffer(page.body()));
  }

  private void enter(RoutingContext context) {
    if (security.gate().isPresent() && config.metrics()) {
      MultiMap fields = context.request().headers();
      security
          .gate()
          .get()
          .enter(
              Credentials.of(
                  fields.getAll(Credentials.AUTHORIZATION),
                  fields.getAll(Credentials.API_KEY),
                  Optional.empty()),
              context.request().remoteAddress().hostAddress(),
              Action.MONITOR)
          .requireAll("the metrics are of every model");
    }
  }
}
