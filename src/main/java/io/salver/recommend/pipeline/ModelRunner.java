package io.salver.recommend.pipeline;

import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.fault.Forbidden;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.fault.Overloaded;
import io.salver.fault.RateLimited;
import io.salver.fault.TooLarge;
import io.salver.fault.TooSlow;
import io.salver.fault.Unauthenticated;
import io.salver.fault.Unsupported;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Runs a model for a stage and waits for it, no longer than the deadline. Thread-safe.
 *
 * <p>The memory of a run is given back when the model is done with it, which after a missed
 * deadline may be later than the caller hears of it.
 *
 * <p>What the model calls the client's mistake is not the mistake of the client of a
 * recommendation, so those faults are told as failures of the service.
 */
final class ModelRunner {

  private final InferenceService inference;
  private final DirectMemoryPool memory;

  ModelRunner(InferenceService inference, DirectMemoryPool memory) {
    this.inference = inference;
    this.memory = memory;
  }

  /** Runs {@code model} once, as ordinary work. */
  <T> T run(
      ModelReference model,
      Function<TensorScope, Tensors> encode,
      Function<InferenceResponse, T> read,
      Deadline deadline) {
    return run(model, encode, read, deadline, InferenceRequest.ORDINARY);
  }

  /**
   * Runs {@code model} once.
   *
   * @param encode makes the inputs in the scope it is given
   * @param read takes what is wanted out of the answer, whose memory is gone afterwards
   * @param priority in the line before the model
   */
  <T> T run(
      ModelReference model,
      Function<TensorScope, Tensors> encode,
      Function<InferenceResponse, T> read,
      Deadline deadline,
      int priority) {
    TensorScope scope = memory.open();
    InferenceResponse response =
        await(model, start(model, encode, scope, deadline, priority), scope, deadline);
    try (scope) {
      return read.apply(response);
    }
  }

  private CompletableFuture<InferenceResponse> start(
      ModelReference model,
      Function<TensorScope, Tensors> encode,
      TensorScope scope,
      Deadline deadline,
      int priority) {
    try {
      InferenceRequest request =
          new InferenceRequest(
              model, encode.apply(scope), scope, deadline, priority, StopSignal.never());
      return inference.infer(request).toCompletableFuture();
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private static InferenceResponse await(
      ModelReference model,
      CompletableFuture<InferenceResponse> answer,
      TensorScope scope,
      Deadline deadline) {
    try {
      return answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      scope.close();
      throw translated(model, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      closeWhenDone(answer, scope);
      throw new DeadlineExceeded("the deadline passed while " + model + " ran");
    } catch (InterruptedException e) {
      closeWhenDone(answer, scope);
      Thread.currentThread().interrupt();
      throw new Overloaded(
          Overloaded.Reason.SHUTTING_DOWN, Duration.ofSeconds(1), "the service is stopping");
    }
  }

  private static void closeWhenDone(
      CompletableFuture<InferenceResponse> answer, TensorScope scope) {
    var unused = answer.whenComplete((response, failure) -> scope.close());
  }

  private static RuntimeException translated(ModelReference model, Throwable failure) {
    if (!(failure instanceof Fault fault)) {
      return new BackendFailure("model " + model + " failed", failure);
    }
    return switch (fault) {
      case InvalidInput wrong -> refused(model, wrong);
      case TooLarge wrong -> refused(model, wrong);
      case TooSlow wrong -> refused(model, wrong);
      case NotFound absent -> new NotReady("model " + model + ": " + absent.explanation());
      case NotReady unchanged -> unchanged;
      case Overloaded unchanged -> unchanged;
      case DeadlineExceeded unchanged -> unchanged;
      case Cancelled unchanged -> unchanged;
      case Unsupported wrong -> refused(model, wrong);
      case Unauthenticated wrong -> refused(model, wrong);
      case Forbidden wrong -> refused(model, wrong);
      case RateLimited wrong -> refused(model, wrong);
      case BackendFailure unchanged -> unchanged;
    };
  }

  private static BackendFailure refused(ModelReference model, Fault fault) {
    return new BackendFailure(
        "model " + model + " refused the recommender's input: " + fault.explanation(), fault);
  }
}
