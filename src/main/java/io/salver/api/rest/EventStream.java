package io.salver.api.rest;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An answer as server-sent events (HTML Living Standard, section 9.2): {@code data: …} and an empty
 * line each. The head goes with the first. At most about {@value #ROOM_BYTES} bytes wait for a
 * client that does not read. Thread-safe; the response is touched on its event loop only. Guarded
 * by this: {@code unsent}, {@code room}, {@code closed}.
 */
final class EventStream {

  private static final int ROOM_BYTES = 32 * 1024;

  private final RoutingContext context;
  private final Context eventLoop;
  private int unsent;
  private boolean closed;
  private @Nullable CompletableFuture<Void> room;

  /** A stream that begins with its first event. */
  EventStream(RoutingContext context, Context eventLoop) {
    this.context = context;
    this.eventLoop = eventLoop;
  }

  /**
   * Sends an event.
   *
   * @return completes when there is room for another, or the client is gone
   */
  CompletionStage<Void> send(Buffer data) {
    Buffer event =
        Buffer.buffer(data.length() + 8)
            .appendString("data: ")
            .appendBuffer(data)
            .appendString("\n\n");
    CompletableFuture<Void> wait = taken(event.length());
    onLoop(() -> write(event));
    return wait;
  }

  /** Sends a last event and ends the answer. */
  void end(Buffer data) {
    var unused = send(data);
    onLoop(
        () -> {
          HttpServerResponse response = context.response();
          if (!response.closed() && !response.ended()) {
            response.end();
          }
        });
  }

  /** The client is gone: nothing waits for it any more. */
  void close() {
    CompletableFuture<Void> waited;
    synchronized (this) {
      closed = true;
      waited = room;
      room = null;
    }
    if (waited != null) {
      waited.complete(null);
    }
  }

  private synchronized CompletableFuture<Void> taken(int bytes) {
    unsent += bytes;
    if (closed || unsent <= ROOM_BYTES) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> wait = room == null ? new CompletableFuture<>() : room;
    room = wait;
    return wait;
  }

  private void written(int bytes) {
    CompletableFuture<Void> waited = null;
    synchronized (this) {
      unsent -= bytes;
      if (unsent <= ROOM_BYTES / 2) {
        waited = room;
        room = null;
      }
    }
    if (waited != null) {
      waited.complete(null);
    }
  }

  private void write(Buffer event) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      written(event.length());
      return;
    }
    if (!response.headWritten()) {
      response
          .setChunked(true)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
          .putHeader("X-Accel-Buffering", "no"); // proxies would wait for the whole
    }
    response.write(event).onComplete(sent -> written(event.length()));
  }

  private void onLoop(Runnable task) {
    try {
      eventLoop.runOnContext(nothing -> task.run());
    } catch (RejectedExecutionException e) {
      close(); // the server has stopped, and the connection with it
    }
  }
}
