package io.salver.api.rest;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.salver.api.Failures;
import io.salver.api.catalogue.BulkLoad;
import io.salver.api.catalogue.BulkNews;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.recommend.catalogue.Change;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stream of changes over HTTP: asks for a piece of the body, cuts it into lines, and asks for
 * the next one when the load has taken all of them. Confined to its event loop.
 *
 * <pre>
 *   READING ◀──▶ FULL: the load has no room; nothing is asked for
 *      └─ end of the body ─▶ ENDED ─ last line handed over ─▶ CLOSED
 *      └─ the body is not of its encoding, the load failed, or the client is gone ─▶ CLOSED
 * </pre>
 *
 * The answer never holds up the request: a client that sends everything before it reads anything
 * would wait for ever.
 */
final class BulkExchange implements BulkLoad.Client {

  /** Most bytes of a line: an item with its picture in Base64. */
  static final int MAX_LINE_BYTES = CatalogueRoutes.MAX_BODY_BYTES;

  private final RoutingContext context;
  private final StreamInflater body;
  private final Function<byte[], Change> reader;
  private final BulkAnswer answer;
  private final NdjsonLines lines = new NdjsonLines(MAX_LINE_BYTES);
  private ByteBuf piece = Unpooled.EMPTY_BUFFER;
  private @Nullable BulkLoad load;
  private boolean isWaiting;
  private boolean isEnded;
  private boolean isClosed;

  /** An exchange that owns {@code body}. */
  BulkExchange(
      RoutingContext context,
      StreamInflater body,
      Function<byte[], Change> reader,
      BulkAnswer answer) {
    this.context = context;
    this.body = body;
    this.reader = reader;
    this.answer = answer;
  }

  /** Starts to read the body into {@code target}. */
  void receive(BulkLoad target) {
    load = target;
    HttpServerRequest request = context.request();
    request.pause();
    request.handler(this::chunk).endHandler(nothing -> end()).exceptionHandler(e -> lost());
    context.response().exceptionHandler(e -> lost()).closeHandler(nothing -> lost());
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      context.response().writeContinue();
    }
    fetch();
  }

  @Override
  public void room() {
    read();
  }

  @Override
  public boolean keepsUp() {
    return !context.response().writeQueueFull();
  }

  @Override
  public void tell(BulkNews news) {
    if (news instanceof BulkNews.Done || news instanceof BulkNews.Failed) {
      close();
    }
    answer.tell(news, isEnded);
  }

  private void chunk(Buffer chunk) {
    isWaiting = false;
    if (!isClosed) {
      body.offer(chunk.getBytes());
      read();
    }
  }

  private void end() {
    isWaiting = false;
    isEnded = true;
    read();
  }

  private void lost() {
    if (!isClosed) {
      close();
      load().cancel();
      answer.lost(new Cancelled("the connection was closed before the end of the bulk load"));
    }
  }

  private void read() {
    if (isClosed || isWaiting) {
      return;
    }
    try {
      readLines();
    } catch (RuntimeException e) {
      Fault fault = Failures.fault(e);
      load().fail(fault);
    }
  }

  /** Hands lines over until there is no room or no line; then asks for more where that helps. */
  private void readLines() {
    while (!isClosed && load().hasRoom()) {
      Optional<NdjsonLines.Line> line = nextLine();
      if (line.isPresent()) {
        take(line.get());
      } else if (isEnded) {
        body.end();
        lines.last().ifPresent(this::take);
        load().end();
        return;
      } else {
        load().flush();
        fetch();
        return;
      }
      if (!load().hasRoom()) {
        load().flush();
      }
    }
  }

  private Optional<NdjsonLines.Line> nextLine() {
    Optional<NdjsonLines.Line> line = lines.next(piece);
    while (line.isEmpty()) {
      piece = body.next();
      if (!piece.isReadable()) {
        return Optional.empty();
      }
      line = lines.next(piece);
    }
    return line;
  }

  private void take(NdjsonLines.Line line) {
    switch (line) {
      case NdjsonLines.Line.TooLong tooLong ->
          load().wrong(tooLong.number(), tooLong.fault().explanation());
      case NdjsonLines.Line.Whole(long number, byte[] bytes) -> {
        Change change;
        try {
          change = reader.apply(bytes);
        } catch (Fault wrong) {
          load().wrong(number, wrong.explanation());
          return;
        }
        load().change(number, change, bytes.length);
      }
    }
  }

  private void fetch() {
    isWaiting = true;
    context.request().fetch(1);
  }

  private void close() {
    isClosed = true;
    body.close();
    piece = Unpooled.EMPTY_BUFFER;
  }

  private BulkLoad load() {
    return requireNonNull(load, "receive was not called");
  }
}
