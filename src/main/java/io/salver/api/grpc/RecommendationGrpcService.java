package io.salver.api.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.salver.api.Failures;
import io.salver.api.RecommendationCall;
import io.salver.api.RecommendationLimits;
import io.salver.api.RecommendationRunner;
import io.salver.api.RequestTimer;
import io.salver.recommend.BatchRecommendations;
import io.salver.recommend.RecommendationService;
import io.salver.recommend.RecommenderDescription;
import io.salver.security.Caller;
import io.salver.time.Ticker;
import io.salver.v1.GetRecommenderRequest;
import io.salver.v1.ListRecommendersRequest;
import io.salver.v1.ListRecommendersResponse;
import io.salver.v1.RecommendBatchRequest;
import io.salver.v1.RecommendBatchResponse;
import io.salver.v1.RecommendRequest;
import io.salver.v1.RecommendResponse;
import io.salver.v1.RecommendSimilarRequest;
import io.salver.v1.RecommendationServiceGrpc;
import io.salver.v1.Recommender;
import io.salver.v1.ReloadRecommenderRequest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Recommendations over gRPC. Every method runs on the event loop and none blocks; the pipeline runs
 * elsewhere. The earlier of the call's deadline and the request's own counts. Thread-safe.
 */
@GrpcService
@RegisterInterceptor(RequestIdMetadata.class)
public final class RecommendationGrpcService
    extends RecommendationServiceGrpc.RecommendationServiceImplBase {

  private final RecommendationService service;
  private final BatchRecommendations batches;
  private final RecommendationRunner runner;
  private final RecommendationLimits limits;
  private final Ticker ticker;

  @Inject
  RecommendationGrpcService(
      RecommendationService service,
      BatchRecommendations batches,
      RecommendationRunner runner,
      RecommendationLimits limits,
      Ticker ticker) {
    this.service = service;
    this.batches = batches;
    this.runner = runner;
    this.limits = limits;
    this.ticker = ticker;
  }

  @Override
  public void recommend(RecommendRequest message, StreamObserver<RecommendResponse> answers) {
    runner.run(
        "recommend",
        () -> withinCall(RecommendationMessages.decode(message, limits)),
        timer(),
        new GrpcServiceReply<>(answers, RecommendationAnswers::encode));
  }

  @Override
  public void recommendSimilar(
      RecommendSimilarRequest message, StreamObserver<RecommendResponse> answers) {
    runner.run(
        "similar",
        () -> withinCall(RecommendationMessages.decode(message, limits)),
        timer(),
        new GrpcServiceReply<>(answers, RecommendationAnswers::encode));
  }

  @Override
  public StreamObserver<RecommendBatchRequest> recommendBatch(
      StreamObserver<RecommendBatchResponse> answers) {
    RecommendBatchStream stream =
        new RecommendBatchStream(
            (ServerCallStreamObserver<RecommendBatchResponse>) answers,
            runner,
            TracedCalls.join(new RequestTimer(ticker)));
    stream.start(batches);
    return stream;
  }

  @Override
  public void listRecommenders(
      ListRecommendersRequest message, StreamObserver<ListRecommendersResponse> answers) {
    answer(
        answers,
        () -> {
          ListRecommendersResponse.Builder list = ListRecommendersResponse.newBuilder();
          Caller caller = SecuredCalls.caller();
          service.recommenders().stream()
              .filter(description -> caller.mayUse(description.name()))
              .forEach(
                  description -> list.addRecommenders(RecommendationAnswers.encode(description)));
          return list.build();
        });
  }

  @Override
  public void getRecommender(GetRecommenderRequest message, StreamObserver<Recommender> answers) {
    answer(
        answers,
        () -> {
          SecuredCalls.caller().require(message.getName());
          return RecommendationAnswers.encode(service.describe(message.getName()));
        });
  }

  @Override
  public void reloadRecommender(
      ReloadRecommenderRequest message, StreamObserver<Recommender> answers) {
    SecuredCalls.caller().require(message.getName());
    var unused =
        service
            .reload(message.getName())
            .whenComplete(
                (description, failure) -> answer(answers, () -> reloaded(description, failure)));
  }

  private static Recommender reloaded(
      @Nullable RecommenderDescription description, @Nullable Throwable failure) {
    if (description == null) {
      throw Failures.fault(requireNonNull(failure));
    }
    return RecommendationAnswers.encode(description);
  }

  private RequestTimer timer() {
    RequestTimer timer = TracedCalls.join(new RequestTimer(ticker));
    timer.follows(RequestIdMetadata.ofCall().following());
    return timer;
  }

  /** The call with an end at that of the gRPC call at most. */
  private static RecommendationCall withinCall(RecommendationCall call) {
    @Nullable Deadline ofCall = Context.current().getDeadline();
    return ofCall == null
        ? call
        : call.atMost(Duration.ofNanos(ofCall.timeRemaining(TimeUnit.NANOSECONDS)));
  }

  private static <A> void answer(StreamObserver<A> answers, Supplier<A> method) {
    A answer;
    try {
      answer = method.get();
    } catch (RuntimeException e) {
      answers.onError(GrpcStatus.of(e).asRuntimeException());
      return;
    }
    answers.onNext(answer);
    answers.onCompleted();
  }
}
