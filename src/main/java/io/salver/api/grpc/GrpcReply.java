package io.salver.api.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.salver.api.InferenceCall;
import io.salver.api.Reply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.serving.InferenceResponse;
import io.salver.tensor.Tensors;

/** Answers one ModelInfer call. Used by one thread at a time. */
final class GrpcReply implements Reply {

  private final ServerCall<ModelInferArrival, ModelInferAnswer> call;
  private final RequestIdMetadata.Taken taken;

  /** A reply to a request that is called as {@code taken} says unless its message names it. */
  GrpcReply(ServerCall<ModelInferArrival, ModelInferAnswer> call, RequestIdMetadata.Taken taken) {
    this.call = call;
    this.taken = taken;
  }

  @Override
  public String protocol() {
    return "grpc";
  }

  @Override
  public String succeed(InferenceCall inference, InferenceResponse response, Tensors outputs) {
    if (call.isCancelled()) {
      throw new Cancelled("the client cancelled the call before the answer");
    }
    ModelInferAnswer answer = ModelInferAnswer.of(inference, response, outputs);
    call.sendHeaders(taken.metadata(inference.requestId(taken.id())));
    call.sendMessage(answer);
    call.close(Status.OK, new Metadata());
    return Status.Code.OK.name();
  }

  @Override
  public String fail(Fault fault) {
    Status status = GrpcStatus.of(fault);
    try {
      if (!call.isCancelled()) {
        call.close(status, taken.metadata());
      }
    } catch (IllegalStateException e) {
      // closed before, or cancelled meanwhile: there is nobody to tell
    }
    return status.getCode().name();
  }
}
