package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.salver.api.Failures;
import io.salver.api.monitoring.MonitoringRequests;
import io.salver.monitor.replica.HttpReplicas;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * {@code GET /v1/monitoring/models}: what is watched, and where it stands; {@code …/{model}}:
 * everything that is known of one, of all replicas together or, with {@code ?replicas=own}, of this
 * one; {@code …/{model}/window}: what another replica adds up; {@code …/{model}/quality}: what
 * labels and clicks say that come late. Reports are made on the thread of the reading. Thread-safe.
 */
@Singleton
final class MonitoringRoutes {

  private static final String LIST = "/v1/monitoring/models";
  private static final String ONE = LIST + "/:model";
  private static final String WINDOW = ONE + "/window";
  private static final String VERSION = "version";
  private static final String REPLICAS = "replicas";
  private static final String QUALITY = ONE + "/quality";

  private final MonitoringRequests requests;

  @Inject
  MonitoringRoutes(MonitoringRequests requests) {
    this.requests = requests;
  }

  void register(@Observes Router router) {
    get(router, LIST, this::list);
    get(router, ONE, this::one);
    get(router, WINDOW, this::window);
    get(router, QUALITY, this::quality);
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
    HttpAnswers.refuseOthers(router, path, "GET");
  }

  private void list(RoutingContext context) {
    var unused = new QueryParameters(context, Set.of());
    answer(
        context,
        requests.list(SecurityHandler.caller(context)),
        document -> HttpAnswers.document(context, buffer(document)));
  }

  private void one(RoutingContext context) {
    QueryParameters query = new QueryParameters(context, Set.of(VERSION, REPLICAS));
    answer(
        context,
        requests.one(
            SecurityHandler.caller(context),
            model(context),
            version(query),
            query.text(REPLICAS, "")),
        document -> HttpAnswers.document(context, buffer(document)));
  }

  private void window(RoutingContext context) {
    QueryParameters query = new QueryParameters(context, Set.of(VERSION));
    context.response().putHeader(HttpReplicas.REPLICA, requests.replica().text());
    answer(
        context,
        requests.window(SecurityHandler.caller(context), model(context), version(query)),
        bytes -> HttpAnswers.send(context, 200, "application/octet-stream", Buffer.buffer(bytes)));
  }

  private void quality(RoutingContext context) {
    QueryParameters query = new QueryParameters(context, Set.of(VERSION));
    answer(
        context,
        requests.quality(SecurityHandler.caller(context), model(context), version(query)),
        document -> HttpAnswers.document(context, buffer(document)));
  }

  private static String model(RoutingContext context) {
    return requireNonNull(context.pathParam("model"));
  }

  private static long version(QueryParameters query) {
    return query.whole(VERSION, 0);
  }

  private static Buffer buffer(Map<String, Object> document) {
    return new JsonObject(document).toBuffer();
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
