package io.salver.testkit;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A collector of traces: takes OTLP over HTTP in protobuf at {@code /v1/traces}, and reads of its
 * messages what tests look at, by the numbers of their fields.
 */
public final class SpanCollector implements AutoCloseable {

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(90);

  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  /** Listens on a free port of 127.0.0.1. */
  public SpanCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  /**
   * A span that arrived; ids in hexadecimal.
   *
   * @param parentId empty for a root
   * @param isError whether its state is an error
   */
  public record Span(
      String name,
      String traceId,
      String spanId,
      String parentId,
      long startNanos,
      long endNanos,
      boolean isError) {}

  /** Where it listens. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The spans of a trace that have arrived. */
  public List<Span> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  /** Waits for a span of a trace, with a bound. */
  public Span await(String traceId, Predicate<Span> which) {
    long giveUp = System.nanoTime() + LIMIT_NANOS;
    while (System.nanoTime() < giveUp) {
      for (Span span : trace(traceId)) {
        if (which.test(span)) {
          return span;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError("no such span of " + traceId + " among " + spans);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    UnknownFieldSet request = UnknownFieldSet.parseFrom(exchange.getRequestBody());
    for (UnknownFieldSet resource : messages(request, 1)) {
      for (UnknownFieldSet scope : messages(resource, 2)) {
        for (UnknownFieldSet span : messages(scope, 2)) {
          spans.add(span(span));
        }
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Span span(UnknownFieldSet span) throws IOException {
    boolean isError = false;
    for (UnknownFieldSet status : messages(span, 15)) {
      isError |= status.getField(3).getVarintList().contains(2L);
    }
    return new Span(
        text(span, 5).toStringUtf8(),
        HexFormat.of().formatHex(text(span, 1).toByteArray()),
        HexFormat.of().formatHex(text(span, 2).toByteArray()),
        HexFormat.of().formatHex(text(span, 4).toByteArray()),
        span.getField(7).getFixed64List().getFirst(),
        span.getField(8).getFixed64List().getFirst(),
        isError);
  }

  private static ByteString text(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.getLast();
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field)
      throws IOException {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (ByteString bytes : message.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }
}
