package io.salver.api.grpc;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import io.salver.api.monitoring.MonitoringRequests;
import io.salver.security.Caller;
import io.salver.time.Ticker;
import io.salver.v1.GetMonitoredModelRequest;
import io.salver.v1.GetMonitoringWindowRequest;
import io.salver.v1.GetMonitoringWindowResponse;
import io.salver.v1.GetQualityRequest;
import io.salver.v1.GetQualityResponse;
import io.salver.v1.ListMonitoredModelsRequest;
import io.salver.v1.ListMonitoredModelsResponse;
import io.salver.v1.MonitoredModel;
import io.salver.v1.MonitoringServiceGrpc;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What is known of models over gRPC; reports are made on their own thread. Thread-safe. */
@GrpcService
public final class MonitoringGrpcService extends MonitoringServiceGrpc.MonitoringServiceImplBase {

  private final MonitoringRequests requests;
  private final ServiceRunner runner;
  private final Ticker ticker;

  @Inject
  MonitoringGrpcService(MonitoringRequests requests, ServiceRunner runner, Ticker ticker) {
    this.requests = requests;
    this.runner = runner;
    this.ticker = ticker;
  }

  @Override
  public void listModels(
      ListMonitoredModelsRequest request, StreamObserver<ListMonitoredModelsResponse> answers) {
    run(
        answers,
        caller ->
            requests
                .list(caller)
                .thenApply(
                    document ->
                        DocumentMessages.read(document, ListMonitoredModelsResponse.newBuilder())
                            .build()));
  }

  @Override
  public void getModel(GetMonitoredModelRequest request, StreamObserver<MonitoredModel> answers) {
    run(
        answers,
        caller ->
            requests
                .one(caller, request.getModel(), request.getVersion(), request.getReplicas())
                .thenApply(
                    document ->
                        DocumentMessages.read(document, MonitoredModel.newBuilder()).build()));
  }

  @Override
  public void getWindow(
      GetMonitoringWindowRequest request, StreamObserver<GetMonitoringWindowResponse> answers) {
    run(
        answers,
        caller ->
            requests
                .window(caller, request.getModel(), request.getVersion())
                .thenApply(
                    bytes ->
                        GetMonitoringWindowResponse.newBuilder()
                            .setWindow(ByteString.copyFrom(bytes))
                            .setReplica(requests.replica().text())
                            .build()));
  }

  @Override
  public void getQuality(GetQualityRequest request, StreamObserver<GetQualityResponse> answers) {
    run(
        answers,
        caller ->
            requests
                .quality(caller, request.getModel(), request.getVersion())
                .thenApply(
                    document ->
                        DocumentMessages.read(document, GetQualityResponse.newBuilder()).build()));
  }

  private <A> void run(StreamObserver<A> answers, Function<Caller, CompletionStage<A>> request) {
    RequestTimer timer = TracedCalls.join(new RequestTimer(ticker));
    runner.run(
        new ServiceRunner.Call("monitoring", timer),
        () -> request.apply(timer.caller()),
        new GrpcServiceReply<>(answers, Function.identity()));
  }
}
