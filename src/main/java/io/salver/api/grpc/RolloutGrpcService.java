package io.salver.api.grpc;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import io.salver.api.rollout.Order;
import io.salver.api.rollout.RolloutRequests;
import io.salver.time.Ticker;
import io.salver.v1.DeclareRolloutRequest;
import io.salver.v1.ExplainRolloutRequest;
import io.salver.v1.GetRolloutRequest;
import io.salver.v1.ListRolloutEventsRequest;
import io.salver.v1.ListRolloutsRequest;
import io.salver.v1.OrderRolloutRequest;
import io.salver.v1.RemoveRolloutRequest;
import io.salver.v1.RolloutDocument;
import io.salver.v1.RolloutServiceGrpc;
import io.salver.v1.WeighRolloutRequest;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Rollouts over gRPC, on the event loop; the store is asked elsewhere. Thread-safe. */
@GrpcService
public final class RolloutGrpcService extends RolloutServiceGrpc.RolloutServiceImplBase {

  private final RolloutRequests requests;
  private final ServiceRunner runner;
  private final Ticker ticker;

  @Inject
  RolloutGrpcService(RolloutRequests requests, ServiceRunner runner, Ticker ticker) {
    this.requests = requests;
    this.runner = runner;
    this.ticker = ticker;
  }

  @Override
  public void listRollouts(ListRolloutsRequest request, StreamObserver<RolloutDocument> answers) {
    run(answers, requests::list);
  }

  @Override
  public void getRollout(GetRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    run(answers, () -> requests.get(request.getName()));
  }

  @Override
  public void declareRollout(
      DeclareRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    Map<String, Object> declaration = StructMessages.document(request.getDeclaration());
    run(answers, () -> requests.declare(request.getName(), declaration, CallActor.current()));
  }

  @Override
  public void removeRollout(RemoveRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    run(answers, () -> requests.remove(request.getName(), CallActor.current()));
  }

  @Override
  public void promoteRollout(OrderRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    order(request, Order.PROMOTE, answers);
  }

  @Override
  public void rollBackRollout(
      OrderRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    order(request, Order.ROLL_BACK, answers);
  }

  @Override
  public void pauseRollout(OrderRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    order(request, Order.PAUSE, answers);
  }

  @Override
  public void resumeRollout(OrderRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    order(request, Order.RESUME, answers);
  }

  @Override
  public void weighRollout(WeighRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("weights", request.getWeightsMap());
    body.put("reason", request.getReason());
    run(answers, () -> requests.order(request.getName(), Order.WEIGH, body, CallActor.current()));
  }

  @Override
  public void listRolloutEvents(
      ListRolloutEventsRequest request, StreamObserver<RolloutDocument> answers) {
    run(answers, () -> requests.events(request.getName(), request.getBefore(), request.getLimit()));
  }

  @Override
  public void explainRollout(
      ExplainRolloutRequest request, StreamObserver<RolloutDocument> answers) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("attributes", request.getAttributesMap());
    if (request.hasKey()) {
      body.put("key", request.getKey());
    }
    if (request.hasArm()) {
      body.put("arm", request.getArm());
    }
    run(answers, () -> requests.explain(request.getName(), body));
  }

  private void order(
      OrderRolloutRequest request, Order order, StreamObserver<RolloutDocument> answers) {
    Map<String, Object> body = Map.of("reason", request.getReason());
    run(answers, () -> requests.order(request.getName(), order, body, CallActor.current()));
  }

  private void run(
      StreamObserver<RolloutDocument> answers,
      Supplier<CompletionStage<Map<String, Object>>> request) {
    runner.run(
        new ServiceRunner.Call("rollouts", TracedCalls.join(new RequestTimer(ticker))),
        request,
        new GrpcServiceReply<>(answers, RolloutGrpcService::document));
  }

  private static RolloutDocument document(Map<String, Object> document) {
    return RolloutDocument.newBuilder().setDocument(StructMessages.struct(document)).build();
  }
}
