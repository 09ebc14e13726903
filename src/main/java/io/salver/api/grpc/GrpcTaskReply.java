package io.salver.api.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.salver.api.RequestTimer;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskReply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import java.util.function.Function;

/**
 * Answers one typed call. Used by one thread at a time.
 *
 * @param <A> what the service answers
 * @param <M> the answer as a message
 */
final class GrpcTaskReply<A, M> implements TaskReply<A> {

  private final ServerCall<?, M> call;
  private final RequestIdMetadata.Taken id;
  private final TaskMethod method;
  private final Function<A, M> encoder;

  /** A reply that bears {@code id}. */
  GrpcTaskReply(
      ServerCall<?, M> call,
      RequestIdMetadata.Taken id,
      TaskMethod method,
      Function<A, M> encoder) {
    this.call = call;
    this.id = id;
    this.method = method;
    this.encoder = encoder;
  }

  @Override
  public String protocol() {
    return "grpc";
  }

  @Override
  public TaskMethod method() {
    return method;
  }

  @Override
  public String succeed(A answer, RequestTimer timer) {
    if (call.isCancelled()) {
      throw new Cancelled("the client cancelled the call before the answer");
    }
    M message = encoder.apply(answer);
    timer.encoded();
    call.sendHeaders(id.metadata());
    call.sendMessage(message);
    call.close(Status.OK, new Metadata());
    return Status.Code.OK.name();
  }

  @Override
  public String fail(Fault fault) {
    Status status = GrpcStatus.of(fault);
    try {
      if (!call.isCancelled()) {
        call.close(status, id.metadata());
      }
    } catch (IllegalStateException e) {
      // closed before, or cancelled meanwhile: there is nobody to tell
    }
    return status.getCode().name();
  }
}
