package io.salver.api.rest;

import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.fault.TooLarge;
import io.salver.tensor.TensorScope;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Receives one body into memory of a scope. Confined to its event loop; hands over exactly once.
 *
 * <pre>
 *   RECEIVING ── end of body ──▶ ENDED: complete; the scope is the receiver's
 *       ├─ over the limit, or no room ──▶ DISCARDING ── end of body, or too much of it ──▶ ENDED: refused
 *       └─ connection lost, or the client is too slow ──▶ ENDED: refused
 * </pre>
 *
 * A body over the limit, or for which all requests together leave no memory, is read on and thrown
 * away, up to the limit again, because many clients read an answer only after they have sent
 * everything. Its scope is closed at once.
 */
final class BodyReception {

  private enum State {
    RECEIVING,
    DISCARDING,
    ENDED
  }

  /** Takes what came of a body; one of the two is called, once. */
  interface Receiver {

    /** The whole body as it was sent, in memory of the scope, which is now the receiver's. */
    void complete(ByteBuffer body);

    /** There is none; the scope is closed. */
    void refused(Throwable failure);
  }

  private final RoutingContext context;
  private final BodyHead head;
  private final TensorScope scope;
  private final long limit;
  private final Receiver receiver;
  private final BodyCollector collector;
  private final BodyPace pace;

  private State state = State.RECEIVING;
  private Optional<Fault> refusal = Optional.empty();
  private long discardedBytes;

  /**
   * A reception that owns {@code scope} until it hands over.
   *
   * @param headerBytes bytes before what should be aligned, as {@link BodyCollector} takes them
   * @throws Overloaded when there is no memory even to begin; the scope is then still the caller's
   * @throws TooLarge likewise
   */
  BodyReception(
      RoutingContext context,
      BodyHead head,
      TensorScope scope,
      long limit,
      long headerBytes,
      Receiver receiver) {
    this.context = context;
    this.head = head;
    this.scope = scope;
    this.limit = limit;
    this.receiver = receiver;
    this.collector = new BodyCollector(scope, limit, head.declaredBytes(), headerBytes);
    this.pace = new BodyPace(context, this::refuse);
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
    if (state != State.ENDED) {
      pace.begin();
    }
  }

  private void chunk(Buffer chunk) {
    pace.came(chunk.length());
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
      case RECEIVING -> {
        state = State.ENDED;
        pace.end();
        receiver.complete(collector.body());
      }
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

  private void refuse(Throwable failure) {
    if (state == State.RECEIVING) {
      scope.close();
    }
    state = State.ENDED;
    pace.end();
    receiver.refused(failure);
  }
}
