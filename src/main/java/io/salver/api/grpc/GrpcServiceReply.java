package io.salver.api.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salver.api.ServiceReply;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import java.util.function.Function;

/**
 * Answers one call that is about no model.
 *
 * @param <A> what the service answers
 * @param <M> the message of it
 */
record GrpcServiceReply<A, M>(StreamObserver<M> answers, Function<A, M> encoder)
    implements ServiceReply<A> {

  @Override
  public String protocol() {
    return "grpc";
  }

  @Override
  public String succeed(A answer) {
    if (answers instanceof ServerCallStreamObserver<M> call && call.isCancelled()) {
      throw new Cancelled("the client cancelled the call before the answer");
    }
    answers.onNext(encoder.apply(answer));
    answers.onCompleted();
    return Status.Code.OK.name();
  }

  @Override
  public String fail(Fault fault) {
    Status status = GrpcStatus.of(fault);
    try {
      answers.onError(status.asRuntimeException());
    } catch (IllegalStateException e) {
      // cancelled meanwhile: there is nobody to tell
    }
    return status.getCode().name();
  }
}
