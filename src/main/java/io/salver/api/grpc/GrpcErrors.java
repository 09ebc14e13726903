package io.salver.api.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.ExceptionHandler;
import io.quarkus.grpc.ExceptionHandlerProvider;
import jakarta.inject.Singleton;

/**
 * What becomes of an exception that leaves a gRPC method: the status of its fault, and for anything
 * else an internal error without its text. Thread-safe.
 */
@Singleton
public final class GrpcErrors implements ExceptionHandlerProvider {

  @Override
  public <Q, A> ExceptionHandler<Q, A> createHandler(
      ServerCall.Listener<Q> listener, ServerCall<Q, A> call, Metadata metadata) {
    return new ExceptionHandler<>(listener, call, metadata) {
      @Override
      protected void handleException(Throwable failure, ServerCall<Q, A> failed, Metadata headers) {
        failed.close(GrpcStatus.of(failure), new Metadata());
      }
    };
  }

  @Override
  public Throwable transform(Throwable failure) {
    return failure instanceof StatusRuntimeException || failure instanceof StatusException
        ? failure
        : GrpcStatus.of(failure).asRuntimeException();
  }
}
