package io.salver.api;

import io.salver.fault.Fault;

/**
 * How one protocol answers one request that is about no model. Exactly one of {@link #succeed} and
 * {@link #fail} ends the request; both may be called on any thread.
 *
 * @param <A> what the service answers
 */
public interface ServiceReply<A> {

  /** {@code rest} or {@code grpc}. */
  String protocol();

  /** Encodes and sends the answer, and says which status that is. */
  String succeed(A answer);

  /** Sends a failure, unless the client is gone, and says which status that is; never throws. */
  String fail(Fault fault);
}
