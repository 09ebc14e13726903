package io.salver.api.rest;

import io.salver.api.rest.TaskEndpoint.Content;
import io.salver.api.rest.TaskEndpoint.Prepared;
import io.salver.api.task.TabularRequests;
import io.salver.api.task.TabularTable;
import io.salver.api.task.TaskMethod;
import io.salver.table.RowFormat;
import io.salver.task.TaskContext;
import io.salver.task.tabular.TabularAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * {@code POST /v1/tabular/predict}: received on the event loop; rows and the model run elsewhere.
 * Thread-safe.
 */
@Singleton
final class TabularRoutes {

  private static final String JSON = "application/json";

  private final TaskRoute route;
  private final TabularRequests requests;

  @Inject
  TabularRoutes(TaskRoute route, TabularRequests requests) {
    this.route = route;
    this.requests = requests;
  }

  void register(@Observes Router router) {
    route.register(
        router,
        "/v1/tabular/predict",
        new TaskEndpoint<TabularAnswer>(
            TaskMethod.PREDICT,
            TaskFields.ofRows(
                TabularRequests.parameters(),
                TabularRequests.nested(),
                TabularRequests.FILE,
                requests.formats().limits()),
            ErrorShape.PLAIN,
            (said, context, accept) ->
                new Prepared<>(
                    requests.predict(said, context),
                    encoder(accept, TabularRequests.classes(said), context))));
  }

  /** Writes the answer as the client likes it best. */
  private Function<TabularAnswer, Content> encoder(
      String accept, OptionalInt classes, TaskContext context) {
    RowFormat csv = requests.formats().csv();
    RowFormat arrow = requests.formats().arrow();
    String type = Accepted.best(accept, List.of(JSON, csv.mediaType(), arrow.mediaType()));
    if (type.equals(JSON)) {
      return answer -> Content.json(TabularJson.write(context.id(), answer, classes));
    }
    RowFormat format = type.equals(csv.mediaType()) ? csv : arrow;
    return answer ->
        new Content(
            format.mediaType(),
            Buffer.buffer(format.write(TabularTable.of(answer, context.scope()))));
  }
}
