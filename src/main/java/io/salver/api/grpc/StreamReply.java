package io.salver.api.grpc;

import io.grpc.ServerCall;
import io.grpc.Status;
import io.salver.api.InferenceCall;
import io.salver.api.Reply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.serving.Following;
import io.salver.serving.InferenceResponse;
import io.salver.tensor.Tensors;

/**
 * Answers one request of a stream; a failure is a message too, and the stream stays open. Used when
 * it is the request's turn.
 */
final class StreamReply implements Reply {

  private final ServerCall<ModelInferArrival, ModelInferAnswer> call;
  private final String id;
  private final Following following;

  /** A reply to the request that the client named {@code id}. */
  StreamReply(
      ServerCall<ModelInferArrival, ModelInferAnswer> call, String id, Following following) {
    this.call = call;
    this.id = id;
    this.following = following;
  }

  @Override
  public String protocol() {
    return "grpc";
  }

  @Override
  public String method() {
    return "stream_infer";
  }

  @Override
  public String succeed(InferenceCall inference, InferenceResponse response, Tensors outputs) {
    if (call.isCancelled()) {
      throw new Cancelled("the client cancelled the stream before the answer");
    }
    call.sendMessage(ModelInferAnswer.streamed(inference, response, outputs, following.arms()));
    return Status.Code.OK.name();
  }

  @Override
  public String fail(Fault fault) {
    try {
      if (!call.isCancelled()) {
        call.sendMessage(ModelInferAnswer.failed(id, fault));
      }
    } catch (IllegalStateException e) {
      // cancelled meanwhile: there is nobody to tell
    }
    return GrpcStatus.of(fault).getCode().name();
  }
}
