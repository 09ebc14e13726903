package io.salver.api.grpc;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import io.salver.api.RequestTimer;
import io.salver.api.task.TaskCall;
import io.salver.api.task.TaskContexts;
import io.salver.api.task.TaskRunner;
import io.salver.fault.Cancelled;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.task.TaskContext;
import io.salver.task.generation.GenerationListener;
import io.salver.task.generation.GenerationRequest;
import io.salver.task.generation.GenerationService;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import io.salver.v1.CompletionRequest;
import io.salver.v1.CompletionResponse;
import io.salver.v1.GenerateResponse;
import io.salver.v1.GenerationServiceGrpc;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Texts that models write, over gRPC. Thread-safe. */
@GrpcService
@RegisterInterceptor(RequestIdMetadata.class)
public final class GenerationGrpcService extends GenerationServiceGrpc.GenerationServiceImplBase {

  /** What a message takes on the heap for each of its bytes, at most: ids are boxed. */
  private static final int HEAP_BYTES_OF_BYTE = 24;

  private final GenerationService service;
  private final TaskRunner runner;
  private final DirectMemoryPool pool;
  private final Ticker ticker;

  @Inject
  GenerationGrpcService(
      GenerationService service, TaskRunner runner, DirectMemoryPool pool, Ticker ticker) {
    this.service = service;
    this.runner = runner;
    this.pool = pool;
    this.ticker = ticker;
  }

  @Override
  public void complete(CompletionRequest message, StreamObserver<CompletionResponse> answers) {
    ServerCallStreamObserver<CompletionResponse> call =
        (ServerCallStreamObserver<CompletionResponse>) answers;
    RequestId id = RequestIdMetadata.ofCall().id();
    GenerationReply<CompletionResponse> reply =
        new GenerationReply<>(
            call,
            piece -> {
              throw new IllegalStateException("nothing is told before the end");
            },
            answer -> CompletionMessages.whole(id, answer));
    start(message, call, reply, Optional.empty());
  }

  @Override
  public void generate(CompletionRequest message, StreamObserver<GenerateResponse> answers) {
    ServerCallStreamObserver<GenerateResponse> call =
        (ServerCallStreamObserver<GenerateResponse>) answers;
    RequestId id = RequestIdMetadata.ofCall().id();
    GenerationReply<GenerateResponse> reply =
        new GenerationReply<>(
            call, CompletionMessages::part, answer -> CompletionMessages.end(id, answer));
    call.setOnReadyHandler(() -> reply.goOn(false));
    start(message, call, reply, Optional.of(reply));
  }

  private <M> void start(
      CompletionRequest message,
      ServerCallStreamObserver<M> call,
      GenerationReply<M> reply,
      Optional<GenerationListener> listener) {
    RequestTimer timer = TracedCalls.join(new RequestTimer(ticker));
    RequestIdMetadata.Taken id = RequestIdMetadata.ofCall();
    timer.follows(id.following());
    StopSignal stop = StopSignal.create();
    call.setOnCancelHandler(
        () -> {
          stop.raise(new Cancelled("the client cancelled the call before the end of the text"));
          reply.goOn(true);
        });
    TensorScope scope = pool.openForArrival();
    Optional<ModelReference> model = Optional.empty();
    GenerationRequest request;
    try {
      scope.reserve((long) HEAP_BYTES_OF_BYTE * message.getSerializedSize());
      TaskContext context =
          TaskContexts.of(
              CompletionMessages.said(message),
              scope,
              new TaskContexts.Arrival(id.require(), timer, deadline(), stop));
      model = context.model();
      request =
          new GenerationRequest(
              context,
              CompletionMessages.prompts(message),
              CompletionMessages.settings(message),
              listener);
    } catch (RuntimeException | OutOfMemoryError e) {
      timer.decoded();
      scope.close();
      runner.refuse(model, timer, reply, e);
      return;
    }
    timer.decoded();
    scope.admit();
    runner.run(new TaskCall<>(request.context(), () -> service.generate(request)), timer, reply);
  }

  private Deadline deadline() {
    return Optional.ofNullable(Context.current().getDeadline())
        .map(due -> Duration.ofNanos(due.timeRemaining(TimeUnit.NANOSECONDS)))
        .map(budget -> Deadline.after(budget, ticker))
        .orElseGet(Deadline::none);
  }
}
