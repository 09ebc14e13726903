package io.salver.api.grpc;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import io.salver.api.feedback.FeedbackRequests;
import io.salver.time.Ticker;
import io.salver.v1.FeedbackServiceGrpc;
import io.salver.v1.SendFeedbackRequest;
import io.salver.v1.SendFeedbackResponse;
import jakarta.inject.Inject;
import java.time.Clock;

/** Late labels over gRPC, on the event loop; the store is asked elsewhere. Thread-safe. */
@GrpcService
public final class FeedbackGrpcService extends FeedbackServiceGrpc.FeedbackServiceImplBase {

  private final FeedbackRequests requests;
  private final ServiceRunner runner;
  private final Ticker ticker;
  private final FeedbackMessages messages = new FeedbackMessages(Clock.systemUTC());

  @Inject
  FeedbackGrpcService(FeedbackRequests requests, ServiceRunner runner, Ticker ticker) {
    this.requests = requests;
    this.runner = runner;
    this.ticker = ticker;
  }

  @Override
  public void sendFeedback(
      SendFeedbackRequest request, StreamObserver<SendFeedbackResponse> answers) {
    RequestTimer timer = TracedCalls.join(new RequestTimer(ticker));
    runner.run(
        new ServiceRunner.Call("feedback", timer),
        () -> requests.label(timer.caller(), messages.feedback(request.getFeedbackList())),
        new GrpcServiceReply<>(answers, FeedbackMessages::answer));
  }
}
