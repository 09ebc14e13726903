package io.salver.api.rest;

import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.TooLarge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/**
 * Collects a body of bounded size on the event loop. A body over the limit is read on and thrown
 * away, because many clients read an answer only after they have sent everything; memory stays
 * within the limit. One that comes too slowly is not waited for. Confined to its event loop; hands
 * over exactly once.
 */
final class SmallBody {

  private final int limit;
  private final Consumer<Buffer> complete;
  private final Consumer<RuntimeException> refused;
  private final BodyPace pace;
  private Buffer collected = Buffer.buffer();
  private boolean overLimit;
  private boolean ended;

  private SmallBody(
      RoutingContext context,
      int limit,
      Consumer<Buffer> complete,
      Consumer<RuntimeException> refused) {
    this.limit = limit;
    this.complete = complete;
    this.refused = refused;
    this.pace = new BodyPace(context, this::refuse);
  }

  /** Reads the body of a request, which nobody has touched before. */
  static void receive(
      RoutingContext context,
      int limit,
      Consumer<Buffer> complete,
      Consumer<RuntimeException> refused) {
    SmallBody body = new SmallBody(context, limit, complete, refused);
    body.receive(context.request());
  }

  private void receive(HttpServerRequest request) {
    request.handler(this::chunk).endHandler(nothing -> end()).exceptionHandler(failure -> lost());
    request.resume();
    if (!ended) {
      pace.begin();
    }
  }

  private void chunk(Buffer chunk) {
    pace.came(chunk.length());
    if (overLimit || collected.length() + chunk.length() > limit) {
      overLimit = true;
      collected = Buffer.buffer();
    } else {
      collected.appendBuffer(chunk);
    }
  }

  private void end() {
    if (overLimit) {
      refuse(new TooLarge("the body is over the limit of " + limit + " bytes"));
    } else {
      handOver(() -> complete.accept(collected));
    }
  }

  private void lost() {
    refuse(new Cancelled("the connection was closed before the end of the body"));
  }

  private void refuse(Fault why) {
    handOver(() -> refused.accept(why));
  }

  private void handOver(Runnable outcome) {
    if (!ended) {
      ended = true;
      pace.end();
      outcome.run();
    }
  }
}
