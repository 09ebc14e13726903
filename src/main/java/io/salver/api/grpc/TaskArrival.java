package io.salver.api.grpc;

import com.google.protobuf.Message;
import io.salver.api.RequestTimer;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;

/**
 * What became of the bytes of a typed request. A marshaller must not throw, or gRPC ends the call
 * with a status that blames the server; so a request that could not be read arrives as a value too.
 *
 * @param <Q> the message
 */
sealed interface TaskArrival<Q extends Message> {

  RequestTimer timer();

  /**
   * Whoever holds it owes {@code scope} a close; the bytes in {@code message} lie in its memory.
   *
   * @param deadline of the call
   */
  record Decoded<Q extends Message>(
      Q message, TensorScope scope, Deadline deadline, RequestTimer timer)
      implements TaskArrival<Q> {}

  /** Nothing is owed. */
  record Undecodable<Q extends Message>(Throwable failure, RequestTimer timer)
      implements TaskArrival<Q> {}
}
