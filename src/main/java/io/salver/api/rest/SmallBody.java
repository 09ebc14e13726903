package io.salver.api.rest;

import io.salver.fault.Cancelled;
import io.salver.fault.TooLarge;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * Collects a body of bounded size on the event loop. A body over the limit is read on and thrown
 * away, because many clients read an answer only after they have sent everything; memory stays
 * within the limit. Confined to its event loop; hands over exactly once.
 */
final class SmallBody {

  private final int limit;
  private final Consumer<Buffer> complete;
  private final Consumer<RuntimeException> refused;
  private Buffer collected = Buffer.buffer();
  private boolean overLimit;
  private boolean ended;

  private SmallBody(int limit, Consumer<Buffer> complete, Consumer<RuntimeException> refused) {
    this.limit = limit;
    this.complete = complete;
    this.refused = refused;
  }

  /** Reads the body of {@code request}, which nobody has touched before. */
  static void receive(
      HttpServerRequest request,
      int limit,
      Consumer<Buffer> complete,
      Consumer<RuntimeException> refused) {
    SmallBody body = new SmallBody(limit, complete, refused);
    request
        .handler(body::chunk)
        .endHandler(nothing -> body.end())
        .exceptionHandler(failure -> body.lost());
    request.resume();
  }

  private void chunk(Buffer chunk) {
    if (overLimit || collected.length() + chunk.length() > limit) {
      overLimit = true;
      collected = Buffer.buffer();
    } else {
      collected.appendBuffer(chunk);
    }
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    if (overLimit) {
      refused.accept(new TooLarge("the body is over the limit of " + limit + " bytes"));
    } else {
      complete.accept(collected);
    }
  }

  private void lost() {
    if (!ended) {
      ended = true;
      refused.accept(new Cancelled("the connection was closed before the end of the body"));
    }
  }
}
