package io.salver.api;

import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.model.ModelId;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.serving.RequestObserver;
import io.salver.serving.RequestRecord;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs decoded requests and sees to it that each is answered once, observed once and its scope
 * closed once, on every path: also when the client is gone, when the model fails and when the
 * executor has stopped. Thread-safe.
 */
@Singleton
public final class InferenceRunner {

  private final InferenceService service;
  private final RequestObserver observer;

  /** A runner that tells {@code observer} of every request. */
  @Inject
  public InferenceRunner(InferenceService service, RequestObserver observer) {
    this.service = service;
    this.observer = observer;
  }

  /**
   * Runs {@code call}, which is called {@code id} unless the client named it in its body, and
   * answers by {@code reply} on {@code executor}, which runs one task of this request at a time.
   */
  public void run(
      InferenceCall call, RequestId id, RequestTimer timer, Executor executor, Reply reply) {
    timer.named(call.requestId(id));
    start(call, id, timer)
        .handle(InferenceRunner::outcome)
        .thenAccept(
            outcome -> {
              Runnable answer = () -> answer(call, timer, reply, outcome);
              try {
                executor.execute(answer);
              } catch (RejectedExecutionException e) {
                answer.run(); // the server stops; the scope must be closed all the same
              }
            });
  }

  /** Answers a request that could not be decoded, and so never ran. */
  public void refuse(
      Optional<ModelReference> model, RequestTimer timer, Reply reply, Throwable failure) {
    Fault fault = Failures.fault(failure);
    String code = reply.fail(fault);
    observe(model, Optional.empty(), timer, reply, code, Optional.of(fault));
  }

  private CompletionStage<InferenceResponse> start(
      InferenceCall call, RequestId id, RequestTimer timer) {
    InferenceRequest request = call.request().observed(call.requestId(id));
    ModelReference asked = request.model();
    try {
      timer.caller().require(asked.name());
      ModelReference version = service.follow(asked, timer.following());
      return version.equals(asked)
          ? infer(call, request)
          : infer(call, request.of(version))
              .exceptionallyCompose(failure -> again(call, request, timer, failure));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Where the version of an arm was gone before it ran, whoever answers in its place is asked. */
  private CompletionStage<InferenceResponse> again(
      InferenceCall call, InferenceRequest request, RequestTimer timer, Throwable failure) {
    Fault fault = Failures.fault(failure);
    return fault instanceof NotFound || fault instanceof NotReady
        ? infer(call, request.of(service.follow(request.model(), timer.following())))
        : CompletableFuture.failedFuture(fault);
  }

  private CompletionStage<InferenceResponse> infer(InferenceCall call, InferenceRequest request) {
    if (!call.outputs().isEmpty()) {
      call.outputs().check(service.describe(request.model()));
    }
    return service.infer(request);
  }

  private void answer(InferenceCall call, RequestTimer timer, Reply reply, Outcome outcome) {
    timer.begin();
    Optional<ModelId> ran = Optional.empty();
    Optional<Fault> fault = Optional.empty();
    String code;
    try {
      switch (outcome) {
        case Outcome.Ran(InferenceResponse response) -> {
          timer.ran(response);
          ran = Optional.of(response.model());
          code = reply.succeed(call, response, call.outputs().select(response.outputs()));
        }
        case Outcome.Failed(Fault failed) -> {
          fault = Optional.of(failed);
          code = reply.fail(failed);
        }
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      fault = Optional.of(Failures.fault(e));
      code = reply.fail(fault.get());
    } finally {
      call.request().scope().close();
    }
    timer.encoded();
    observe(Optional.of(call.request().model()), ran, timer, reply, code, fault);
  }

  private void observe(
      Optional<ModelReference> asked,
      Optional<ModelId> ran,
      RequestTimer timer,
      Reply reply,
      String code,
      Optional<Fault> fault) {
    timer.following().ended(fault, timer.id());
    observer.answered(
        new RequestRecord(
            asked.map(ModelReference::name),
            ran.map(ModelId::version).or(() -> asked.flatMap(ModelReference::version)),
            reply.protocol(),
            reply.method(),
            code,
            fault,
            timer.id(),
            timer.trace(),
            timer.following().arms(),
            List.of(),
            timer.totalNanos(),
            timer.decodeNanos(),
            timer.queueNanos(),
            timer.computeNanos(),
            timer.encodeNanos()));
  }

  private static Outcome outcome(
      @Nullable InferenceResponse response, @Nullable Throwable failure) {
    if (response != null) {
      return new Outcome.Ran(response);
    }
    return new Outcome.Failed(
        Failures.fault(failure == null ? new IllegalStateException("no answer") : failure));
  }

  private sealed interface Outcome {
    record Ran(InferenceResponse response) implements Outcome {}

    record Failed(Fault fault) implements Outcome {}
  }
}
