package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.api.ServiceReply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.recommend.Recommendation;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Answers one recommendation request over HTTP: encodes anywhere, sends on its event loop. */
final class RestRecommendationReply implements ServiceReply<Recommendation> {

  private final RoutingContext context;
  private final RequestTimer timer;
  private final Context eventLoop;

  /** A reply to a request that the calling event loop handles. */
  RestRecommendationReply(RoutingContext context, RequestTimer timer) {
    this.context = context;
    this.timer = timer;
    this.eventLoop = context.vertx().getOrCreateContext();
  }

  @Override
  public String protocol() {
    return "rest";
  }

  @Override
  public String succeed(Recommendation recommendation) {
    if (context.response().closed()) {
      throw new Cancelled("the connection was closed before the answer");
    }
    Buffer body = RecommendationJsonWriter.write(recommendation);
    timer.encoded();
    String timing = ServerTiming.of(recommendation, timer);
    eventLoop.runOnContext(nothing -> send(body, timing));
    return "200";
  }

  @Override
  public String fail(Fault fault) {
    eventLoop.runOnContext(
        nothing -> {
          ArmHeader.put(context.response(), timer.following());
          HttpAnswers.fault(context, fault);
        });
    return Integer.toString(HttpStatus.of(fault));
  }

  private void send(Buffer body, String timing) {
    HttpServerResponse response = context.response();
    if (!response.closed() && !response.headWritten()) {
      ArmHeader.put(response, timer.following());
      response.putHeader(ServerTiming.NAME, timing);
    }
    HttpAnswers.document(context, body);
  }
}
