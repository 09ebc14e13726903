package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.api.rest.TaskEndpoint.Content;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskReply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.serving.Following;
import io.salver.task.TaskAnswer;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Answers one typed request over HTTP: encodes anywhere, sends on its event loop.
 *
 * @param <A> what the service answers
 */
final class RestTaskReply<A extends TaskAnswer> implements TaskReply<A> {

  private final RoutingContext context;
  private final TaskMethod method;
  private final ErrorShape errors;
  private final Function<A, Content> encoder;
  private final Context eventLoop;
  private final Following following;

  /** A reply to a request of {@code eventLoop} that follows rollouts so. */
  RestTaskReply(
      RoutingContext context,
      Context eventLoop,
      TaskEndpoint<A> endpoint,
      Function<A, Content> encoder,
      Following following) {
    this.context = context;
    this.eventLoop = eventLoop;
    this.method = endpoint.method();
    this.errors = endpoint.errors();
    this.encoder = encoder;
    this.following = following;
  }

  /** A reply to a request that will have no answer. */
  static <A extends TaskAnswer> RestTaskReply<A> refusal(
      RoutingContext context, Context eventLoop, TaskEndpoint<A> endpoint) {
    return new RestTaskReply<>(
        context,
        eventLoop,
        endpoint,
        answer -> {
          throw new IllegalStateException("a refused request has no answer");
        },
        Following.silent());
  }

  @Override
  public String protocol() {
    return "rest";
  }

  @Override
  public TaskMethod method() {
    return method;
  }

  @Override
  public String succeed(A answer, RequestTimer timer) {
    if (context.response().closed()) {
      throw new Cancelled("the connection was closed before the answer");
    }
    Content content = encoder.apply(answer);
    timer.encoded();
    String timing = ServerTiming.of(answer.times(), timer);
    onLoop(() -> send(content, timing));
    return "200";
  }

  @Override
  public String fail(Fault fault) {
    onLoop(
        () -> {
          ArmHeader.put(context.response(), following);
          errors.send(context, fault);
        });
    return Integer.toString(HttpStatus.of(fault));
  }

  private void send(Content content, String timing) {
    HttpServerResponse response = context.response();
    if (!response.closed() && !response.headWritten()) {
      ArmHeader.put(response, following);
      response.putHeader(ServerTiming.NAME, timing);
    }
    HttpAnswers.send(context, 200, content.mediaType(), content.body());
  }

  private void onLoop(Runnable task) {
    try {
      eventLoop.runOnContext(nothing -> task.run());
    } catch (RejectedExecutionException e) {
      // the server has stopped, and the connection with it: there is nobody to tell
    }
  }
}
