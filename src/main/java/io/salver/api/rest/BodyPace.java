package io.salver.api.rest;

import io.salver.fault.TooSlow;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells when a client sends its body so slowly that it rather holds a connection than asks for an
 * answer: when less than {@value #LEAST_BYTES} bytes of it came in {@link #WINDOW}. The connection,
 * or of HTTP/2 the stream, then ends with the answer. Streams that may be slow, as those of
 * changes, have none. Confined to its event loop.
 */
final class BodyPace {

  private static final Duration WINDOW = Duration.ofSeconds(20);
  private static final long LEAST_BYTES = 2_000;
  private static final long NONE = -1;

  private final RoutingContext context;
  private final Consumer<TooSlow> tooSlow;
  private long timer = NONE;
  private long bytes;

  /** Tells it to {@code tooSlow}, once. */
  BodyPace(RoutingContext context, Consumer<TooSlow> tooSlow) {
    this.context = context;
    this.tooSlow = tooSlow;
  }

  /** Begins to look, which costs a timer: for bodies that did not come with their heads. */
  void begin() {
    timer = context.vertx().setPeriodic(WINDOW.toMillis(), nothing -> look());
  }

  /** So many bytes came. */
  void came(int more) {
    bytes += more;
  }

  /** Looks no more. */
  void end() {
    if (timer != NONE) {
      context.vertx().cancelTimer(timer);
      timer = NONE;
    }
  }

  private void look() {
    if (bytes < LEAST_BYTES) {
      end();
      hangUpAfterTheAnswer();
      tooSlow.accept(
          new TooSlow(
              "of the body only %d bytes came in %d s; expected its end, or at least %d bytes"
                  .formatted(bytes, WINDOW.toSeconds(), LEAST_BYTES)));
    }
    bytes = 0;
  }

  private void hangUpAfterTheAnswer() {
    if (context.request().version() == HttpVersion.HTTP_2) {
      context.addEndHandler(nothing -> context.response().reset(0));
    } else {
      context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      context.addEndHandler(nothing -> context.request().connection().close());
    }
  }
}
