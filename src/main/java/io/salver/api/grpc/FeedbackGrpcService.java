package io.salver.api.grpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.salver.api.RequestTimer;
import io.salver.api.ServiceRunner;
import io.salver.api.feedback.FeedbackAnswer;
import io.salver.api.feedback.FeedbackRequests;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
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
        timer,
        () -> requests.label(timer.caller(), messages.feedback(request.getFeedbackList())),
        new Reply(answers));
  }

  /** Answers one request. */
  private record Reply(StreamObserver<SendFeedbackResponse> answers)
      implements ServiceRunner.Reply<FeedbackAnswer> {

    @Override
    public String method() {
      return "feedback";
    }

    @Override
    public String protocol() {
      return "grpc";
    }

    @Override
    public String succeed(FeedbackAnswer answer) {
      if (answers instanceof ServerCallStreamObserver<?> call && call.isCancelled()) {
        throw new Cancelled("the client cancelled the call before the answer");
      }
      answers.onNext(FeedbackMessages.answer(answer));
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
}
