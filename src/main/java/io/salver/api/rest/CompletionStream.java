package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskReply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.model.ModelId;
import io.salver.serving.Following;
import io.salver.task.generation.Generation;
import io.salver.task.generation.GenerationListener;
import io.salver.task.generation.Piece;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends texts while they are written, and {@code [DONE]} at the end. What fails before anything was
 * sent has the status of its fault; later it is an event with an error, after which nothing comes.
 * Used by one thread at a time, besides the event loop.
 */
final class CompletionStream implements TaskReply<Generation>, GenerationListener {

  private static final Buffer DONE = Buffer.buffer("[DONE]");

  private final RoutingContext context;
  private final Context eventLoop;
  private final EventStream events;
  private final CompletionJson json;
  private final boolean tellsUsage;
  private final Following following;
  private String model = "";
  private boolean begun;

  CompletionStream(
      RoutingContext context,
      Context eventLoop,
      EventStream events,
      CompletionJson json,
      boolean tellsUsage,
      Following following) {
    this.context = context;
    this.eventLoop = eventLoop;
    this.events = events;
    this.json = json;
    this.tellsUsage = tellsUsage;
    this.following = following;
  }

  @Override
  public void onBegin(ModelId version) {
    model = version.name();
    onLoop(() -> ArmHeader.put(context.response(), following));
  }

  @Override
  public CompletionStage<Void> onPiece(Piece piece) {
    begun = true;
    return events.send(json.part(model, piece, tellsUsage));
  }

  @Override
  public String protocol() {
    return "rest";
  }

  @Override
  public TaskMethod method() {
    return TaskMethod.COMPLETE;
  }

  @Override
  public String succeed(Generation answer, RequestTimer timer) {
    if (context.response().closed()) {
      throw new Cancelled("the connection was closed before the end of the text");
    }
    if (tellsUsage) {
      var unused = events.send(json.last(answer));
    }
    timer.encoded();
    events.end(DONE);
    return "200";
  }

  @Override
  public String fail(Fault fault) {
    if (begun) {
      events.end(ErrorShape.openAi(fault).toBuffer());
      return "200";
    }
    onLoop(
        () -> {
          ArmHeader.put(context.response(), following);
          ErrorShape.OPEN_AI.send(context, fault);
        });
    return Integer.toString(HttpStatus.of(fault));
  }

  private void onLoop(Runnable task) {
    try {
      eventLoop.runOnContext(nothing -> task.run());
    } catch (RejectedExecutionException e) {
      // the server has stopped, and the connection with it: there is nobody to tell
    }
  }
}
