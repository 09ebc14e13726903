package io.salver.api.rest;

import io.salver.api.InferenceCall;
import io.salver.api.InferenceRunner;
import io.salver.api.RequestLimits;
import io.salver.api.RequestTimer;
import io.salver.fault.Cancelled;
import io.salver.tensor.TensorScope;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One infer request from its head to the hand-over to the model. Confined to its event loop. Once
 * the body is there the exchange owns the scope; then the runner owns the scope and the answer.
 */
final class InferExchange implements BodyReception.Receiver {

  private final RoutingContext context;
  private final InferHead head;
  private final RequestTimer timer;
  private final RestReply reply;
  private final InferenceRunner runner;
  private final InferRequestDecoder decoder;
  private final TensorScope scope;
  private final long limit;
  private final BodyReception reception;

  /** An exchange that owns {@code scope} until it hands it over or closes it. */
  InferExchange(
      RoutingContext context,
      InferHead head,
      RequestTimer timer,
      RestReply reply,
      InferenceRunner runner,
      InferRequestDecoder decoder,
      TensorScope scope,
      RequestLimits limits) {
    this.context = context;
    this.head = head;
    this.timer = timer;
    this.reply = reply;
    this.runner = runner;
    this.decoder = decoder;
    this.scope = scope;
    this.limit = limits.maxBodyBytes();
    boolean isPlain = head.body().encoding() == BodyEncoding.IDENTITY;
    long headerBytes = isPlain ? head.binary().length() : 0;
    this.reception = new BodyReception(context, head.body(), scope, limit, headerBytes, this);
  }

  /** Starts to read the body. */
  void receive() {
    reception.receive();
  }

  @Override
  public void complete(ByteBuffer body) {
    InferenceCall call;
    timer.begin();
    try {
      ByteBuffer plain = head.body().encoding().inflate(body, scope, limit, head.binary().length());
      call = decoder.decode(head.model(), head.binary(), plain, scope, timer);
    } catch (RuntimeException | OutOfMemoryError e) {
      timer.decoded();
      scope.close();
      refused(e);
      return;
    }
    timer.decoded();
    scope.admit();
    context
        .response()
        .closeHandler(
            nothing ->
                call.request()
                    .stop()
                    .raise(new Cancelled("the connection was closed before the answer")));
    Context eventLoop = context.vertx().getOrCreateContext();
    runner.run(
        call, head.id(), timer, task -> eventLoop.runOnContext(nothing -> task.run()), reply);
  }

  @Override
  public void refused(Throwable failure) {
    runner.refuse(Optional.of(head.model()), timer, reply, failure);
  }
}
