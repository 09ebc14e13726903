package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.salver.api.Failures;
import io.salver.api.RecommendationCall;
import io.salver.api.RecommendationLimits;
import io.salver.api.RecommendationRunner;
import io.salver.api.RequestTimer;
import io.salver.fault.InvalidInput;
import io.salver.recommend.RecommendationService;
import io.salver.security.Caller;
import io.salver.time.Ticker;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * {@code POST /v1/recommendations}, its {@code /similar} and {@code /batch}, {@code GET
 * /v1/recommenders}, {@code GET /v1/recommenders/{name}} and {@code POST
 * /v1/recommenders/{name}/reload}, on the event loop; the pipeline and loading run elsewhere.
 * Thread-safe.
 */
@Singleton
final class RecommendationRoutes {

  private final RecommendationService service;
  private final RecommendationRunner runner;
  private final RecommendationLimits limits;
  private final BatchRoute batch;
  private final Ticker ticker;

  @Inject
  RecommendationRoutes(
      RecommendationService service,
      RecommendationRunner runner,
      RecommendationLimits limits,
      BatchRoute batch,
      Ticker ticker) {
    this.service = service;
    this.runner = runner;
    this.limits = limits;
    this.batch = batch;
    this.ticker = ticker;
  }

  void register(@Observes Router router) {
    router
        .post("/v1/recommendations")
        .handler(context -> recommend(context, "recommend", RecommendationJson::decode));
    HttpAnswers.refuseOthers(router, "/v1/recommendations", "POST");
    router
        .post("/v1/recommendations/similar")
        .handler(context -> recommend(context, "similar", RecommendationJson::similar));
    HttpAnswers.refuseOthers(router, "/v1/recommendations/similar", "POST");
    router.post("/v1/recommendations/batch").handler(batch::handle);
    HttpAnswers.refuseOthers(router, "/v1/recommendations/batch", "POST");
    router.get("/v1/recommenders").handler(context -> answer(context, () -> all(context)));
    HttpAnswers.refuseOthers(router, "/v1/recommenders", "GET");
    router.get("/v1/recommenders/:name").handler(context -> answer(context, () -> one(context)));
    HttpAnswers.refuseOthers(router, "/v1/recommenders/:name", "GET");
    router.post("/v1/recommenders/:name/reload").handler(this::reload);
    HttpAnswers.refuseOthers(router, "/v1/recommenders/:name/reload", "POST");
    router.route("/v1/*").order(Integer.MAX_VALUE - 1).handler(RecommendationRoutes::refusePath);
  }

  private void recommend(
      RoutingContext context,
      String method,
      BiFunction<Buffer, RecommendationLimits, RecommendationCall> decoder) {
    RequestTimer timer = Arrivals.timer(context, ticker);
    RestRecommendationReply reply = new RestRecommendationReply(context, timer);
    try {
      RequestIdHeader.take(context.request(), "");
    } catch (InvalidInput wrong) {
      context.request().resume();
      runner.refuse(method, timer, reply, wrong);
      return;
    }
    SmallBody.receive(
        context,
        RecommendationLimits.MAX_BODY_BYTES,
        body -> runner.run(method, () -> decoder.apply(body, limits), timer, reply),
        failure -> runner.refuse(method, timer, reply, failure));
  }

  private JsonObject all(RoutingContext context) {
    Caller caller = SecurityHandler.caller(context);
    return RecommenderDocuments.list(
        service.recommenders().stream().filter(known -> caller.mayUse(known.name())).toList());
  }

  private JsonObject one(RoutingContext context) {
    return RecommenderDocuments.one(service.describe(requireNonNull(context.pathParam("name"))));
  }

  private void reload(RoutingContext context) {
    context.request().resume();
    Context eventLoop = context.vertx().getOrCreateContext();
    var unused =
        service
            .reload(requireNonNull(context.pathParam("name")))
            .whenComplete(
                (description, failure) ->
                    eventLoop.runOnContext(
                        nothing -> {
                          if (failure == null) {
                            HttpAnswers.json(context, 200, RecommenderDocuments.one(description));
                          } else {
                            HttpAnswers.fault(context, Failures.fault(failure));
                          }
                        }));
  }

  private static void answer(RoutingContext context, Supplier<JsonObject> document) {
    context.request().resume();
    try {
      HttpAnswers.json(context, 200, document.get());
    } catch (RuntimeException e) {
      HttpAnswers.fault(context, Failures.fault(e));
    }
  }

  private static void refusePath(RoutingContext context) {
    context.request().resume();
    HttpAnswers.notFound(context);
  }
}
