package io.salver.api.grpc;

import io.grpc.Context;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.salver.api.InferenceCall;
import io.salver.api.MemoryBudget;
import io.salver.api.RequestLimits;
import io.salver.api.RequestTimer;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Reads requests of ModelInfer, each into a scope of its own. Thread-safe. */
final class ModelInferRequests implements Marshaller<ModelInferArrival> {

  private final DirectMemoryPool pool;
  private final RequestLimits limits;
  private final Ticker ticker;

  ModelInferRequests(DirectMemoryPool pool, RequestLimits limits, Ticker ticker) {
    this.pool = pool;
    this.limits = limits;
    this.ticker = ticker;
  }

  @Override
  public ModelInferArrival parse(InputStream stream) {
    RequestTimer timer = new RequestTimer(ticker);
    TensorScope scope = pool.openForArrival();
    ModelInferReader reader =
        new ModelInferReader(
            message(stream), scope, new MemoryBudget(limits.maxBodyBytes(), scope));
    try {
      InferenceCall call = reader.read(deadline(), timer);
      timer.decoded();
      scope.admit();
      return new ModelInferArrival.Decoded(call, timer);
    } catch (RuntimeException | OutOfMemoryError e) {
      scope.close();
      timer.decoded();
      return new ModelInferArrival.Undecodable(reader.model(), reader.id(), e, timer);
    }
  }

  @Override
  public InputStream stream(ModelInferArrival arrival) {
    throw new UnsupportedOperationException("a server sends no requests");
  }

  private static MessageReader message(InputStream stream) {
    try {
      if (stream instanceof KnownLength) {
        return new MessageReader(stream, stream.available());
      }
      byte[] inflated = stream.readAllBytes(); // compressed; gRPC bounds what it inflates to
      return new MessageReader(new ByteArrayInputStream(inflated), inflated.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Deadline deadline() {
    return Optional.ofNullable(Context.current().getDeadline())
        .map(due -> Duration.ofNanos(due.timeRemaining(TimeUnit.NANOSECONDS)))
        .map(budget -> Deadline.after(budget, ticker))
        .orElseGet(Deadline::none);
  }
}
