package io.salver.api.task;

import io.salver.api.RequestTimer;
import io.salver.fault.Fault;

/**
 * How one protocol answers one typed request. Exactly one of {@link #succeed} and {@link #fail}
 * ends the request; both may be called on any thread.
 *
 * @param <A> what the service answers
 */
public interface TaskReply<A> {

  /** {@code rest} or {@code grpc}. */
  String protocol();

  /** What was asked. */
  TaskMethod method();

  /**
   * Encodes and sends the answer.
   *
   * @param timer is told when the encoding ended
   * @return the status sent
   * @throws io.salver.fault.Cancelled when the client is gone; nothing was sent
   */
  String succeed(A answer, RequestTimer timer);

  /** Sends a failure, unless the client is gone, and says which status that is; never throws. */
  String fail(Fault fault);
}
