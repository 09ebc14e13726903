package io.salver.api.rest;

import io.salver.api.InferenceCall;
import io.salver.api.InferenceRunner;
import io.salver.api.RequestLimits;
import io.salver.api.RequestTimer;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.tensor.TensorScope;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One infer request from its head to the hand-over to the model. Confined to its event loop.
 *
 * <pre>
 *   RECEIVING ── end of body ──▶ ENDED: the runner owns the scope and the answer
 *       ├─ over the limit, or no room ──▶ DISCARDING ── end of body, or too much of it ──▶ ENDED: refused
 *       └─ connection lost, or undecodable ──▶ ENDED: refused
 * </pre>
 *
 * A body over the limit, or for which all requests together leave no memory, is read on and thrown
 * away, up to the limit again, because many clients read an answer only after they have sent
 * everything. Its scope is closed at once.
 */
final class InferExchange {

  private enum State {
    RECEIVING,
    DISCARDING,
    ENDED
  }

  private final RoutingContext context;
  private final InferHead head;
  private final RequestTimer timer;
  private final RestReply reply;
  private final InferenceRunner runner;
  private final InferRequestDecoder decoder;
  private final TensorScope scope;
  private final long limit;
  private final BodyCollector collector;

  private State state = State.RECEIVING;
  private Optional<Fault> refusal = Optional.empty();
  private long discardedBytes;

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
    long headerBytes = head.encoding() == BodyEncoding.IDENTITY ? head.binary().length() : 0;
    this.collector = new BodyCollector(scope, limit, head.declaredBytes(), headerBytes);
  }

  /** Starts to read the body. */
  void receive() {
    HttpServerRequest request = context.request();
    request.handler(this::chunk).endHandler(nothing -> end()).exceptionHandler(e -> lost());
    if (head.declaredBytes() > limit) {
      discard(BodyCollector.overLimit(limit));
    } else if (head.expectsContinue()) {
      context.response().writeContinue();
    }
    request.resume();
  }

  private void chunk(Buffer chunk) {
    switch (state) {
      case RECEIVING -> {
        try {
          collector.append(NettyBuffers.of(chunk));
        } catch (TooLarge | Overloaded e) {
          discard(e);
        }
      }
      case DISCARDING -> {
        discardedBytes += chunk.length();
        if (discardedBytes > limit) {
          hangUp();
        }
      }
      case ENDED -> {}
    }
  }

  private void end() {
    switch (state) {
      case RECEIVING -> handOver();
      case DISCARDING -> refuse(refusal.orElseThrow());
      case ENDED -> {}
    }
  }

  private void lost() {
    if (state != State.ENDED) {
      refuse(new Cancelled("the connection was closed before the end of the body"));
    }
  }

  private void discard(Fault why) {
    refusal = Optional.of(why);
    state = State.DISCARDING;
    scope.close();
    if (head.expectsContinue() || head.declaredBytes() - limit > limit) {
      hangUp();
    }
  }

  /** Refuses without waiting for the rest of the body. */
  private void hangUp() {
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    refuse(refusal.orElseThrow());
  }

  private void handOver() {
    InferenceCall call;
    timer.begin();
    try {
      ByteBuffer body =
          head.encoding().inflate(collector.body(), scope, limit, head.binary().length());
      call = decoder.decode(head.model(), head.binary(), body, scope, timer);
    } catch (RuntimeException | OutOfMemoryError e) {
      timer.decoded();
      refuse(e);
      return;
    }
    timer.decoded();
    scope.admit();
    state = State.ENDED;
    context
        .response()
        .closeHandler(
            nothing ->
                call.request()
                    .stop()
                    .raise(new Cancelled("the connection was closed before the answer")));
    Context eventLoop = context.vertx().getOrCreateContext();
    runner.run(call, timer, task -> eventLoop.runOnContext(nothing -> task.run()), reply);
  }

  private void refuse(Throwable failure) {
    if (state == State.RECEIVING) {
      scope.close();
    }
    state = State.ENDED;
    runner.refuse(Optional.of(head.model()), timer, reply, failure);
  }
}
