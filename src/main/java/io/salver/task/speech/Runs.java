package io.salver.task.speech;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskThreads;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs models for tasks. Each run has a scope of its own, which is closed as soon as its outputs
 * are copied: a long sound takes the memory of one run at a time. Thread-safe.
 */
final class Runs {

  private final InferenceService inference;
  private final DirectMemoryPool memory;
  private final TaskThreads threads;

  Runs(InferenceService inference, DirectMemoryPool memory, TaskThreads threads) {
    this.inference = inference;
    this.memory = memory;
    this.threads = threads;
  }

  /**
   * Has a model run for a request.
   *
   * @param inputs makes the inputs, on the calling thread
   * @param copy copies what matters of the outputs
   * @return completes on a thread of the task, or fails with a fault
   */
  <A> CompletionStage<A> run(
      ModelReference model,
      TaskContext context,
      Stopwatch watch,
      Function<TensorScope, Tensors> inputs,
      Function<Tensors, A> copy) {
    context.stop().check();
    context.deadline().check("the model ran");
    TensorScope scope = memory.open();
    try {
      Tensors tensors = inputs.apply(scope);
      watch.lap(Stopwatch.Part.PREPROCESS);
      return inference
          .infer(
              new InferenceRequest(
                  model, tensors, scope, context.deadline(), context.priority(), context.stop()))
          .handle((response, failure) -> read(scope, watch, response, failure, copy))
          .thenApplyAsync(Function.identity(), threads::resume);
    } catch (RuntimeException | Error failure) {
      scope.close();
      throw failure;
    }
  }

  /** Does work that takes so many bytes of the heap, which count as held until it is done. */
  <A> A holding(long bytes, Supplier<A> work) {
    try (TensorScope scope = memory.open()) {
      scope.reserve(bytes);
      return work.get();
    }
  }

  /**
   * The name of the only input of another model.
   *
   * @throws io.salver.fault.NotFound when there is no such model
   * @throws BackendFailure when it has several
   */
  String onlyInput(String model) {
    Signature signature = inference.describe(ModelReference.latest(model)).signature();
    if (signature.inputs().size() != 1) {
      throw new BackendFailure(
          "model '%s' takes %d inputs; one was expected"
              .formatted(model, signature.inputs().size()));
    }
    return signature.inputs().getFirst().name();
  }

  private static <A> A read(
      TensorScope scope,
      Stopwatch watch,
      @Nullable InferenceResponse response,
      @Nullable Throwable failure,
      Function<Tensors, A> copy) {
    try (scope) {
      if (response == null) {
        throw Failures.fault(failure);
      }
      watch.ran(response);
      return copy.apply(response.outputs());
    }
  }

  /** Does {@code steps}, one after the other, until one says that it was the last. */
  static CompletionStage<Void> until(Step steps) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    turn(steps, end);
    return end;
  }

  /** One of several steps; each ends on a thread of the task. */
  @FunctionalInterface
  interface Step {
    /** Whether there is more to do. */
    CompletionStage<Boolean> next();
  }

  private static void turn(Step steps, CompletableFuture<Void> end) {
    try {
      steps
          .next()
          .whenComplete(
              (more, failure) -> {
                if (failure != null) {
                  end.completeExceptionally(Failures.fault(failure));
                } else if (more) {
                  turn(steps, end);
                } else {
                  end.complete(null);
                }
              });
    } catch (RuntimeException | Error failure) {
      end.completeExceptionally(Failures.fault(failure));
    }
  }
}
