package io.salver.api.rest;

import io.salver.api.InferenceRunner;
import io.salver.api.RequestLimits;
import io.salver.api.RequestTimer;
import io.salver.fault.InvalidInput;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.Ticker;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** {@code POST …/infer}: reads the head of each request and starts its exchange. Thread-safe. */
@Singleton
final class InferRoute {

  private final InferenceRunner runner;
  private final InferRequestDecoder decoder;
  private final DirectMemoryPool pool;
  private final RequestLimits limits;
  private final Ticker ticker;

  @Inject
  InferRoute(
      InferenceService service,
      InferenceRunner runner,
      DirectMemoryPool pool,
      RequestLimits limits,
      Ticker ticker) {
    this.runner = runner;
    this.decoder = new InferRequestDecoder(service, limits);
    this.pool = pool;
    this.limits = limits;
    this.ticker = ticker;
  }

  /** Takes the request over; nobody has touched its body before. */
  void handle(RoutingContext context, ModelReference model) {
    RequestTimer timer = Arrivals.timer(context, ticker);
    InferHead head;
    try {
      RequestId id = RequestIdHeader.take(context.request(), "");
      head = head(context.request(), model, id);
    } catch (InvalidInput e) {
      context.request().resume();
      runner.refuse(Optional.of(model), timer, new RestReply(context, timer), e);
      return;
    }
    RestReply reply = new RestReply(context, head.id(), timer);
    TensorScope scope = pool.openForArrival();
    InferExchange exchange;
    try {
      exchange = new InferExchange(context, head, timer, reply, runner, decoder, scope, limits);
    } catch (Overloaded | TooLarge full) {
      scope.close();
      context.request().resume();
      runner.refuse(Optional.of(model), timer, reply, full);
      return;
    }
    exchange.receive();
  }

  private static InferHead head(HttpServerRequest request, ModelReference model, RequestId id) {
    return new InferHead(
        id, model, BinaryHeader.parse(request.getHeader(BinaryHeader.NAME)), BodyHead.of(request));
  }
}
