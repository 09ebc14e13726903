package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.salver.api.ServiceRunner;
import io.salver.api.rest.RestServiceReply.Answer;
import io.salver.api.rollout.Actor;
import io.salver.api.rollout.Order;
import io.salver.api.rollout.RolloutRequests;
import io.salver.time.Ticker;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Rollouts below {@code /v1/rollouts}, on the event loop; the store is asked elsewhere.
 * Thread-safe.
 */
@Singleton
final class RolloutRoutes {

  /** Most bytes of a declaration. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private static final String ALL = "/v1/rollouts";
  private static final String ONE = "/v1/rollouts/:rollout";
  private static final String EVENTS = ONE + "/events";
  private static final String EXPLAIN = ONE + "/explain";
  private static final String BEFORE = "before";
  private static final String LIMIT = "limit";

  private final RolloutRequests requests;
  private final ServiceRunner runner;
  private final Ticker ticker;

  @Inject
  RolloutRoutes(RolloutRequests requests, ServiceRunner runner, Ticker ticker) {
    this.requests = requests;
    this.runner = runner;
    this.ticker = ticker;
  }

  void register(@Observes Router router) {
    router.get(ALL).handler(context -> bodiless(context, actor -> requests.list()));
    HttpAnswers.refuseOthers(router, ALL, "GET");
    router.get(ONE).handler(context -> bodiless(context, actor -> requests.get(name(context))));
    router
        .delete(ONE)
        .handler(context -> bodiless(context, actor -> requests.remove(name(context), actor)));
    router
        .put(ONE)
        .handler(
            context ->
                bodied(
                    context,
                    (body, actor) ->
                        requests.declare(name(context), RolloutJson.read(body), actor)));
    HttpAnswers.refuseOthers(router, ONE, "GET, PUT, DELETE");
    for (Order order : Order.values()) {
      order(router, order);
    }
    router.get(EVENTS).handler(context -> bodiless(context, actor -> events(context)));
    HttpAnswers.refuseOthers(router, EVENTS, "GET");
    router
        .post(EXPLAIN)
        .handler(
            context ->
                bodied(
                    context,
                    (body, actor) -> requests.explain(name(context), RolloutJson.readIfAny(body))));
    HttpAnswers.refuseOthers(router, EXPLAIN, "POST");
  }

  private void order(Router router, Order order) {
    String path = ONE + "/" + order.path();
    router
        .post(path)
        .handler(
            context ->
                bodied(
                    context,
                    (body, actor) ->
                        requests.order(name(context), order, RolloutJson.readIfAny(body), actor)));
    HttpAnswers.refuseOthers(router, path, "POST");
  }

  private CompletionStage<Map<String, Object>> events(RoutingContext context) {
    QueryParameters query = new QueryParameters(context, Set.of(BEFORE, LIMIT));
    return requests.events(name(context), query.text(BEFORE, ""), query.whole(LIMIT, 0));
  }

  private void bodiless(
      RoutingContext context, Function<Actor, CompletionStage<Map<String, Object>>> request) {
    context.request().resume();
    runner.run(call(context), () -> request.apply(Actors.of(context)), reply(context));
  }

  private void bodied(
      RoutingContext context,
      BiFunction<Buffer, Actor, CompletionStage<Map<String, Object>>> request) {
    ServiceRunner.Call call = call(context);
    RestServiceReply<Map<String, Object>> reply = reply(context);
    SmallBody.receive(
        context,
        MAX_BODY_BYTES,
        body -> runner.run(call, () -> request.apply(body, Actors.of(context)), reply),
        failure -> runner.refuse(call, reply, failure));
  }

  private ServiceRunner.Call call(RoutingContext context) {
    return new ServiceRunner.Call("rollouts", Arrivals.timer(context, ticker));
  }

  private static RestServiceReply<Map<String, Object>> reply(RoutingContext context) {
    return new RestServiceReply<>(context, document -> Answer.json(RolloutJson.write(document)));
  }

  private static String name(RoutingContext context) {
    return requireNonNull(context.pathParam("rollout"));
  }
}
