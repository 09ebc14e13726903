package io.salver.api.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.salver.api.InferenceRunner;

/** Handles calls of ModelStreamInfer. Thread-safe; each stream has a listener of its own. */
final class ModelStreamInferHandler
    implements ServerCallHandler<ModelInferArrival, ModelInferAnswer> {

  /** Most requests of one stream between their arrival and their answer. */
  static final int MAX_UNDER_WAY = 32;

  private final InferenceRunner runner;

  ModelStreamInferHandler(InferenceRunner runner) {
    this.runner = runner;
  }

  @Override
  public ServerCall.Listener<ModelInferArrival> startCall(
      ServerCall<ModelInferArrival, ModelInferAnswer> call, Metadata headers) {
    call.sendHeaders(new Metadata());
    call.request(MAX_UNDER_WAY);
    return new InferStream(call, runner, ArmMetadata.caller(headers));
  }
}
