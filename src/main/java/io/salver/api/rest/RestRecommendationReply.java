package io.salver.api.rest;

import io.salver.api.RecommendationReply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.recommend.Recommendation;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Answers one recommendation request over HTTP: encodes anywhere, sends on its event loop. */
final class RestRecommendationReply implements RecommendationReply {

  private final RoutingContext context;
  private final String method;
  private final Context eventLoop;

  /** A reply to a request that the calling event loop handles. */
  RestRecommendationReply(RoutingContext context, String method) {
    this.context = context;
    this.method = method;
    this.eventLoop = context.vertx().getOrCreateContext();
  }

  @Override
  public String protocol() {
    return "rest";
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String succeed(Recommendation recommendation) {
    if (context.response().closed()) {
      throw new Cancelled("the connection was closed before the answer");
    }
    Buffer body = RecommendationJsonWriter.write(recommendation);
    eventLoop.runOnContext(nothing -> send(body));
    return "200";
  }

  @Override
  public String fail(Fault fault) {
    eventLoop.runOnContext(nothing -> HttpAnswers.fault(context, fault));
    return Integer.toString(HttpStatus.of(fault));
  }

  private void send(Buffer body) {
    HttpAnswers.document(context, body);
  }
}
