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
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.salver.serving.InferenceService;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Corrects the answers of {@code grpc.health.v1.Health}, which the platform gives from a list of
 * what is registered: for Check an unknown service is NOT_FOUND, as the health protocol has it, a
 * known one serves only while the models that should serve do, and Watch tells when that changes. A
 * service that leaves says so and ends the watches, which would hold the server up. Thread-safe.
 */
@GlobalInterceptor
@Singleton
public final class HealthAnswers implements ServerInterceptor {

  private static final String CHECK = "grpc.health.v1.Health/Check";
  private static final String WATCH = "grpc.health.v1.Health/Watch";

  /** Of the health protocol; the platform's messages have no name for it. */
  private static final int SERVICE_UNKNOWN = 3;

  private final InferenceService inference;
  private final GrpcHealthStorage registered;
  private final Vertx vertx;
  private volatile boolean leaving;

  @Inject
  HealthAnswers(InferenceService inference, GrpcHealthStorage registered, Vertx vertx) {
    this.inference = inference;
    this.registered = registered;
    this.vertx = vertx;
  }

  void leave(@Observes ShutdownDelayInitiatedEvent event) {
    leaving = true;
  }

  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
    leaving = true;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return switch (call.getMethodDescriptor().getFullMethodName()) {
      case CHECK -> next.startCall(new Corrected<>(call), headers);
      case WATCH -> new HealthWatch<>(call, this::status, () -> leaving, vertx);
      default -> next.startCall(call, headers);
    };
  }

  private int status(String service) {
    ServingStatus status = registered.getStatuses().get(service);
    if (status == null) {
      return SERVICE_UNKNOWN;
    }
    return status == ServingStatus.SERVING && !inference.isReady()
        ? ServingStatus.NOT_SERVING_VALUE
        : status.getNumber();
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
      } else if (status == ServingStatus.SERVING && !inference.isReady()) {
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
