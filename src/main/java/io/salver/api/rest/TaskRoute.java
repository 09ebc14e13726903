package io.salver.api.rest;

import io.salver.api.RequestLimits;
import io.salver.api.RequestTimer;
import io.salver.api.task.TaskRunner;
import io.salver.fault.Fault;
import io.salver.serving.RequestId;
import io.salver.task.TaskAnswer;
import io.salver.task.TaskThreads;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.Ticker;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads the head of each typed request and starts its exchange. Thread-safe. */
@Singleton
final class TaskRoute {

  private final TaskExchange.Services services;
  private final DirectMemoryPool pool;
  private final Ticker ticker;

  @Inject
  TaskRoute(
      TaskRunner runner,
      TaskThreads threads,
      DirectMemoryPool pool,
      RequestLimits limits,
      Ticker ticker) {
    this.services = new TaskExchange.Services(runner, threads, limits.maxBodyBytes());
    this.pool = pool;
    this.ticker = ticker;
  }

  /** Has {@code path} answered by {@code endpoint}. */
  void register(Router router, String path, TaskEndpoint<?> endpoint) {
    router.post(path).handler(context -> handle(context, endpoint));
    HttpAnswers.refuseOthers(router, path, "POST");
  }

  /** Takes the request over; nobody has touched its body before. */
  private <A extends TaskAnswer> void handle(RoutingContext context, TaskEndpoint<A> endpoint) {
    RequestTimer timer = Arrivals.timer(context, ticker);
    TensorScope scope = pool.openForArrival();
    try {
      RequestId id = RequestIdHeader.take(context.request(), "");
      BodyHead head = BodyHead.of(context.request());
      new TaskExchange<>(context, endpoint, id, head, services, timer, scope).receive();
    } catch (Fault refusal) {
      scope.close();
      context.request().resume();
      RestTaskReply<A> reply =
          RestTaskReply.refusal(context, context.vertx().getOrCreateContext(), endpoint);
      services.runner().refuse(Optional.empty(), timer, reply, refusal);
    }
  }
}
