package io.salver.app;

import io.quarkus.vertx.http.ManagementInterface;
import io.salver.telemetry.prometheus.Exposition;
import io.salver.telemetry.prometheus.Exposition.Page;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** {@code GET /metrics} of the management port. Thread-safe. */
@Singleton
final class MetricsRoute {

  private final Exposition exposition;

  @Inject
  MetricsRoute(Exposition exposition) {
    this.exposition = exposition;
  }

  void register(@Observes ManagementInterface management) {
    management.router().get("/metrics").blockingHandler(this::answer, false);
  }

  private void answer(RoutingContext context) {
    Page page = exposition.write(context.request().getHeader(HttpHeaders.ACCEPT));
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, page.contentType())
        .end(Buffer.buffer(page.body()));
  }
}
