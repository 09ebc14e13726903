package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.quarkus.arc.All;
import io.salver.api.Failures;
import io.salver.api.ModelReferences;
import io.salver.fault.InvalidInput;
import io.salver.monitor.MonitorReading;
import io.salver.monitor.MonitorReading.Reading;
import io.salver.monitor.replica.HttpReplicas;
import io.salver.monitor.replica.ReplicaId;
import io.salver.serving.ModelReference;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code GET /v1/monitoring/models}: what is watched, and where it stands; {@code …/{model}}:
 * everything that is known of one, of all replicas together or, with {@code ?replicas=own}, of this
 * one; {@code …/{model}/window}: what another replica adds up. Reports are made on the thread of
 * the reading. Thread-safe.
 */
@Singleton
final class MonitoringRoutes {

  private static final String LIST = "/v1/monitoring/models";
  private static final String ONE = LIST + "/:model";
  private static final String WINDOW = ONE + "/window";
  private static final String VERSION = "version";
  private static final String REPLICAS = "replicas";
  private static final String OWN = "own";
  private static final String ALL = "all";

  private final MonitorReading reading;
  private final ReplicaId replica;
  private final List<MonitoringSection> sections;

  @Inject
  MonitoringRoutes(
      MonitorReading reading, ReplicaId replica, @All List<MonitoringSection> sections) {
    this.reading = reading;
    this.replica = replica;
    this.sections = List.copyOf(sections);
  }

  void register(@Observes Router router) {
    get(router, LIST, this::list);
    get(router, ONE, this::one);
    get(router, WINDOW, this::window);
  }

  private static void get(Router router, String path, Consumer<RoutingContext> handler) {
    router
        .get(path)
        .handler(
            context -> {
              context.request().resume();
              try {
                handler.accept(context);
              } catch (RuntimeException e) {
                HttpAnswers.fault(context, Failures.fault(e));
              }
            });
    router
        .route(path)
        .handler(
            context -> {
              context.request().resume();
              HttpAnswers.methodNotAllowed(context, "GET");
            });
  }

  private void list(RoutingContext context) {
    var unused = new QueryParameters(context, Set.of());
    answer(
        context,
        reading.all().thenApply(MonitoringDocuments::list).thenApply(JsonObject::toBuffer),
        document -> HttpAnswers.document(context, document));
  }

  private void one(RoutingContext context) {
    QueryParameters query = new QueryParameters(context, Set.of(VERSION, REPLICAS));
    ModelReference model = model(context, query);
    String scope = query.text(REPLICAS, ALL);
    Supplier<CompletionStage<Reading>> read =
        switch (scope) {
          case OWN -> () -> reading.own(model.name(), model.version());
          case ALL -> () -> reading.together(model.name(), model.version());
          default ->
              throw new InvalidInput(
                  "replicas expects own or all, received '" + Json.shortened(scope) + "'");
        };
    answer(
        context,
        read.get().thenApply(this::document),
        document -> HttpAnswers.document(context, document));
  }

  private Buffer document(Reading read) {
    JsonObject document = MonitoringDocuments.one(read);
    for (MonitoringSection section : sections) {
      section.of(read.report().model()).ifPresent(said -> document.put(section.key(), said));
    }
    return document.toBuffer();
  }

  private void window(RoutingContext context) {
    QueryParameters query = new QueryParameters(context, Set.of(VERSION));
    ModelReference model = model(context, query);
    context.response().putHeader(HttpReplicas.REPLICA, replica.text());
    answer(
        context,
        reading.window(model.name(), model.version()),
        bytes -> HttpAnswers.send(context, 200, "application/octet-stream", Buffer.buffer(bytes)));
  }

  private static ModelReference model(RoutingContext context, QueryParameters query) {
    long version = query.whole(VERSION, 0);
    return ModelReferences.parse(
        requireNonNull(context.pathParam("model")), version == 0 ? "" : Long.toString(version));
  }

  /** Sends what comes of {@code work} on the request's event loop. */
  private static <T> void answer(
      RoutingContext context, CompletionStage<T> work, Consumer<T> send) {
    Context eventLoop = context.vertx().getOrCreateContext();
    var unused =
        work.whenComplete(
            (made, failure) ->
                eventLoop.runOnContext(
                    nothing -> {
                      if (failure == null) {
                        send.accept(made);
                      } else {
                        HttpAnswers.fault(context, Failures.fault(failure));
                      }
                    }));
  }
}
