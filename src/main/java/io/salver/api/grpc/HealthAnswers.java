package io.salver.api.grpc;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.quarkus.grpc.GlobalInterceptor;
import io.salver.serving.InferenceService;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Corrects the answers of {@code grpc.health.v1.Health/Check}, which the platform gives from a list
 * of what is registered: an unknown service is NOT_FOUND, as the health protocol has it, and a
 * known one serves only while the models that should serve do. Thread-safe.
 */
@GlobalInterceptor
@Singleton
public final class HealthAnswers implements ServerInterceptor {

  private static final String CHECK = "grpc.health.v1.Health/Check";

  private final InferenceService service;

  @Inject
  HealthAnswers(InferenceService service) {
    this.service = service;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    boolean isCheck = call.getMethodDescriptor().getFullMethodName().equals(CHECK);
    return next.startCall(isCheck ? new Corrected<>(call) : call, headers);
  }

  private final class Corrected<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private boolean refused;

    Corrected(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    @SuppressWarnings("unchecked") // the answers of Check are HealthCheckResponse
    public void sendMessage(A message) {
      ServingStatus status = ((HealthCheckResponse) message).getStatus();
      if (status == ServingStatus.UNKNOWN) {
        refused = true;
        super.close(Status.NOT_FOUND.withDescription("no such service"), new Metadata());
      } else if (status == ServingStatus.SERVING && !service.isReady()) {
        super.sendMessage(
            (A) HealthCheckResponse.newBuilder().setStatus(ServingStatus.NOT_SERVING).build());
      } else {
        super.sendMessage(message);
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!refused) {
        super.close(status, trailers);
      }
    }
  }
}
