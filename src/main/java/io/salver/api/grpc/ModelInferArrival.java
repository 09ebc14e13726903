package io.salver.api.grpc;

import io.salver.api.InferenceCall;
import io.salver.api.RequestTimer;
import io.salver.serving.ModelReference;
import java.util.Optional;

/**
 * What became of the bytes of a request. A marshaller must not throw, or gRPC ends the call with a
 * status that blames the server; so a request that could not be read arrives as a value too.
 */
sealed interface ModelInferArrival {

  RequestTimer timer();

  /** Whoever holds it owes the scope of {@code call} a close. */
  record Decoded(InferenceCall call, RequestTimer timer) implements ModelInferArrival {}

  /** Nothing is owed; {@code model} and {@code id} are there as far as they were read. */
  record Undecodable(
      Optional<ModelReference> model, String id, Throwable failure, RequestTimer timer)
      implements ModelInferArrival {}
}
