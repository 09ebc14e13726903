package io.salver.api.rest;

import io.salver.api.RequestLimits;
import io.salver.api.RequestTimer;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskRunner;
import io.salver.fault.Fault;
import io.salver.serving.RequestId;
import io.salver.task.TaskThreads;
import io.salver.task.generation.Generation;
import io.salver.task.generation.GenerationService;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.Ticker;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /v1/completions}, in OpenAI's shapes: texts that a model writes, whole or as
 * server-sent events. Thread-safe.
 */
@Singleton
final class CompletionRoute {

  /** How its answers are told; what may be said is read by {@link CompletionFields}. */
  static final TaskEndpoint<Generation> ENDPOINT =
      new TaskEndpoint<>(
          TaskMethod.COMPLETE,
          Set.of(),
          List.of(),
          ErrorShape.OPEN_AI,
          (said, context, accept) -> {
            throw new IllegalStateException("nothing is prepared here");
          });

  private static final String PATH = "/v1/completions";
  private static final String ID_PREFIX = "cmpl-";
  private static final long MAX_BODY_BYTES = 4 << 20;

  private final CompletionExchange.Services services;
  private final DirectMemoryPool pool;
  private final Ticker ticker;

  @Inject
  CompletionRoute(
      GenerationService service,
      TaskRunner runner,
      TaskThreads threads,
      DirectMemoryPool pool,
      RequestLimits limits,
      Ticker ticker) {
    this.services =
        new CompletionExchange.Services(
            service,
            runner,
            threads,
            InstantSource.system(),
            Math.min(MAX_BODY_BYTES, limits.maxBodyBytes()));
    this.pool = pool;
    this.ticker = ticker;
  }

  void register(@Observes Router router) {
    router.post(PATH).handler(this::handle);
    HttpAnswers.refuseOthers(router, PATH, "POST");
  }

  /** Takes the request over; nobody has touched its body before. */
  private void handle(RoutingContext context) {
    RequestTimer timer = Arrivals.timer(context, ticker);
    TensorScope scope = pool.openForArrival();
    try {
      RequestId id = RequestIdHeader.take(context.request(), ID_PREFIX);
      CompletionFields.refuseIn(QueryParameters.parsed(context));
      BodyHead head = BodyHead.of(context.request());
      new CompletionExchange(context, id, head, services, timer, scope).receive();
    } catch (Fault refusal) {
      scope.close();
      context.request().resume();
      RestTaskReply<Generation> reply =
          RestTaskReply.refusal(context, context.vertx().getOrCreateContext(), ENDPOINT);
      services.runner().refuse(Optional.empty(), timer, reply, refusal);
    }
  }
}
