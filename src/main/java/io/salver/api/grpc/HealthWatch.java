package io.salver.api.grpc;

import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.SynchronizationContext;
import io.salver.api.Failures;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code grpc.health.v1.Health/Watch}: tells the status of a service at once, and then
 * whenever a look, of which there is one a second, finds it changed; a service that is not known
 * may come, so the call stays open until the service itself leaves. Confined to {@code serial}.
 */
final class HealthWatch<Q, A> extends ServerCall.Listener<Q> {

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int NOTHING = -1;

  private final ServerCall<Q, A> call;
  private final ToIntFunction<String> statuses;
  private final BooleanSupplier leaving;
  private final Vertx vertx;
  private final SynchronizationContext serial =
      new SynchronizationContext((thread, failure) -> Failures.fault(failure));
  private @Nullable String service;
  private int told = NOTHING;
  private long timer = -1;
  private boolean ended;

  HealthWatch(
      ServerCall<Q, A> call, ToIntFunction<String> statuses, BooleanSupplier leaving, Vertx vertx) {
    this.call = call;
    this.statuses = statuses;
    this.leaving = leaving;
    this.vertx = vertx;
    call.request(2); // one more than the call has, so that the second is noticed
  }

  @Override
  public void onMessage(Q message) {
    serial.execute(
        () -> {
          if (service == null) {
            service = ((HealthCheckRequest) message).getService();
          } else {
            end(Status.INVALID_ARGUMENT.withDescription("Watch takes one message"));
          }
        });
  }

  @Override
  public void onHalfClose() {
    serial.execute(
        () -> {
          if (ended) {
            return;
          }
          if (service == null) {
            end(Status.INVALID_ARGUMENT.withDescription("the call carried no message"));
            return;
          }
          call.sendHeaders(new Metadata());
          look();
          timer = vertx.setPeriodic(PERIOD.toMillis(), id -> serial.execute(this::look));
        });
  }

  @Override
  public void onCancel() {
    serial.execute(this::stop);
  }

  @Override
  public void onComplete() {
    serial.execute(this::stop);
  }

  @SuppressWarnings("unchecked") // the answers of Watch are HealthCheckResponse
  private void look() {
    String watched = service;
    if (ended || watched == null || call.isCancelled()) {
      return;
    }
    int status = statuses.applyAsInt(watched);
    if (status != told && call.isReady()) {
      told = status;
      call.sendMessage((A) HealthCheckResponse.newBuilder().setStatusValue(status).build());
    }
    if (leaving.getAsBoolean()) {
      end(Status.UNAVAILABLE.withDescription("the service is shutting down"));
    }
  }

  private void end(Status status) {
    if (!ended) {
      stop();
      call.close(status, new Metadata());
    }
  }

  private void stop() {
    ended = true;
    if (timer >= 0) {
      vertx.cancelTimer(timer);
    }
  }
}
