package io.salver.api.rest;

import io.salver.api.InferenceCall;
import io.salver.api.Reply;
import io.salver.api.RequestTimer;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.serving.InferenceResponse;
import io.salver.serving.RequestId;
import io.salver.tensor.Tensors;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Answers one infer request over HTTP, in one piece. Confined to its event loop. */
final class RestReply implements Reply {

  private final RoutingContext context;
  private final RequestId id;
  private final RequestTimer timer;

  /**
   * A reply to a request that is called {@code id} unless its body names it; it tells what {@code
   * timer} measured.
   */
  RestReply(RoutingContext context, RequestId id, RequestTimer timer) {
    this.context = context;
    this.id = id;
    this.timer = timer;
  }

  /** A reply to a request whose head is wrong. */
  RestReply(RoutingContext context, RequestTimer timer) {
    this(context, RequestId.draw(), timer);
  }

  @Override
  public String protocol() {
    return "rest";
  }

  @Override
  public String succeed(InferenceCall call, InferenceResponse answer, Tensors outputs) {
    HttpServerResponse response = context.response();
    if (response.closed()) {
      throw new Cancelled("the connection was closed before the answer");
    }
    RequestId named = call.requestId(id);
    if (!named.equals(id)) {
      RequestIdHeader.put(response, named);
    }
    EncodedAnswer encoded = InferResponseEncoder.encode(call, answer, outputs);
    timer.encoded();
    ArmHeader.put(response, timer.following());
    if (!response.headWritten()) {
      response.putHeader(ServerTiming.NAME, ServerTiming.of(timer));
    }
    encoded.send(context.request());
    return "200";
  }

  @Override
  public String fail(Fault fault) {
    ArmHeader.put(context.response(), timer.following());
    return Integer.toString(HttpAnswers.fault(context, fault));
  }
}
