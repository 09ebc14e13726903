package io.salver.api.rest;

import io.salver.api.ServiceReply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Answers one request that is about no model over HTTP: encodes anywhere, sends on its event loop.
 *
 * @param <A> what the service answers
 */
final class RestServiceReply<A> implements ServiceReply<A> {

  private final RoutingContext context;
  private final Function<A, Answer> encoder;
  private final Context eventLoop;

  /** A reply to a request that the calling event loop handles. */
  RestServiceReply(RoutingContext context, Function<A, Answer> encoder) {
    this.context = context;
    this.encoder = encoder;
    this.eventLoop = context.vertx().getOrCreateContext();
  }

  /** A status with the media type of its body, or without a body. */
  record Answer(int status, String mediaType, Buffer body) {

    static Answer json(Buffer body) {
      return new Answer(200, "application/json", body);
    }

    static Answer empty() {
      return new Answer(204, "", Buffer.buffer());
    }
  }

  @Override
  public String protocol() {
    return "rest";
  }

  @Override
  public String succeed(A value) {
    if (context.response().closed()) {
      throw new Cancelled("the connection was closed before the answer");
    }
    Answer answer = encoder.apply(value);
    eventLoop.runOnContext(
        nothing -> HttpAnswers.send(context, answer.status(), answer.mediaType(), answer.body()));
    return Integer.toString(answer.status());
  }

  @Override
  public String fail(Fault fault) {
    eventLoop.runOnContext(nothing -> HttpAnswers.fault(context, fault));
    return Integer.toString(HttpStatus.of(fault));
  }
}
