package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salver.api.Failures;
import io.salver.api.ModelReferences;
import io.salver.api.task.TabularRequests;
import io.salver.task.tabular.TabularSchema;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code GET /v1/tabular/{model}/schema} and {@code …/openapi}: what a model of rows takes and
 * gives. Answered on the event loop. Thread-safe.
 */
@Singleton
final class TabularSchemaRoutes {

  private static final String VERSION = "version";

  private final TabularRequests requests;

  @Inject
  TabularSchemaRoutes(TabularRequests requests) {
    this.requests = requests;
  }

  void register(@Observes Router router) {
    register(router, "/v1/tabular/:model/schema", TabularSchemaJson::write);
    register(router, "/v1/tabular/:model/openapi", TabularOpenApi::write);
  }

  private void register(Router router, String path, Function<TabularSchema, ObjectNode> document) {
    router.get(path).handler(context -> answer(context, document));
    HttpAnswers.refuseOthers(router, path, "GET");
  }

  private void answer(RoutingContext context, Function<TabularSchema, ObjectNode> document) {
    context.request().resume();
    try {
      QueryParameters query = new QueryParameters(context, Set.of(VERSION));
      long version = query.whole(VERSION, 0);
      TabularSchema schema =
          requests.schema(
              Optional.of(
                  ModelReferences.parse(
                      requireNonNull(context.pathParam("model")),
                      version == 0 ? "" : Long.toString(version))));
      HttpAnswers.document(context, Buffer.buffer(document.apply(schema).toString()));
    } catch (RuntimeException e) {
      ErrorShape.PLAIN.send(context, Failures.fault(e));
    }
  }
}
