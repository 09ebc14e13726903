package io.salver.api;

import io.salver.fault.Fault;
import io.salver.serving.InferenceResponse;
import io.salver.tensor.Tensors;

/**
 * How one protocol answers one request. Exactly one of {@link #succeed} and {@link #fail} ends the
 * request.
 */
public interface Reply {

  /** {@code rest} or {@code grpc}. */
  String protocol();

  /** What was called, for the record of the request. */
  default String method() {
    return "infer";
  }

  /**
   * Encodes and sends the answer.
   *
   * @param outputs the requested ones; their memory is gone when this returns
   * @return the status sent
   * @throws io.salver.fault.Cancelled when the client is gone; nothing was sent
   * @throws io.salver.fault.InvalidInput when the request asked for an encoding that an output
   *     cannot have; nothing was sent
   */
  String succeed(InferenceCall call, InferenceResponse response, Tensors outputs);

  /** Sends a failure, unless the client is gone, and says which status that is; never throws. */
  String fail(Fault fault);
}
