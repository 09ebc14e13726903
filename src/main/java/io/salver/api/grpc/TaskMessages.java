package io.salver.api.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Context;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.salver.api.RequestTimer;
import io.salver.fault.InvalidInput;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads typed requests, each into a scope of its own: the bytes of the message are copied once,
 * from the transport to memory of the scope, and the files in it are views of that. Thread-safe.
 *
 * @param <Q> the message
 */
final class TaskMessages<Q extends Message> implements Marshaller<TaskArrival<Q>> {

  private static final int CHUNK_BYTES = 16 * 1024;

  private final Parser<Q> parser;
  private final Descriptor type;
  private final DirectMemoryPool pool;
  private final Ticker ticker;

  TaskMessages(Parser<Q> parser, Descriptor type, DirectMemoryPool pool, Ticker ticker) {
    this.parser = parser;
    this.type = type;
    this.pool = pool;
    this.ticker = ticker;
  }

  @Override
  public TaskArrival<Q> parse(InputStream stream) {
    RequestTimer timer = new RequestTimer(ticker);
    TensorScope scope = pool.openForArrival();
    try {
      Q message = message(bytes(stream, scope));
      timer.decoded();
      scope.admit();
      return new TaskArrival.Decoded<>(message, scope, deadline(), timer);
    } catch (RuntimeException | OutOfMemoryError e) {
      scope.close();
      timer.decoded();
      return new TaskArrival.Undecodable<>(e, timer);
    }
  }

  @Override
  public InputStream stream(TaskArrival<Q> arrival) {
    throw new UnsupportedOperationException("a server sends no requests");
  }

  private Q message(ByteBuffer bytes) {
    CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    input.enableAliasing(true); // files are views; without it each would be a copy on the heap
    try {
      return parser.parseFrom(input);
    } catch (InvalidProtocolBufferException e) {
      MessageTexts.require(bytes, type);
      throw new InvalidInput("the message is no well-formed protocol buffer");
    }
  }

  private static ByteBuffer bytes(InputStream stream, TensorScope scope) {
    try {
      if (stream instanceof KnownLength) {
        return read(stream, scope.allocate(stream.available()));
      }
      byte[] inflated = stream.readAllBytes(); // compressed; gRPC bounds what it inflates to
      return read(new ByteArrayInputStream(inflated), scope.allocate(inflated.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer read(InputStream stream, ByteBuffer target) throws IOException {
    byte[] chunk = new byte[Math.min(CHUNK_BYTES, target.capacity())];
    while (target.hasRemaining()) {
      int read = stream.read(chunk, 0, Math.min(chunk.length, target.remaining()));
      if (read < 0) {
        throw new InvalidInput("the message ends too early");
      }
      target.put(chunk, 0, read);
    }
    return target.flip();
  }

  private Deadline deadline() {
    return Optional.ofNullable(Context.current().getDeadline())
        .map(due -> Duration.ofNanos(due.timeRemaining(TimeUnit.NANOSECONDS)))
        .map(budget -> Deadline.after(budget, ticker))
        .orElseGet(Deadline::none);
  }
}
