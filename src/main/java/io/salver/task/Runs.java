package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs models for tasks. Each run has a scope of its own, which is closed as soon as its outputs
 * are copied: a long sound takes the memory of one run at a time. Thread-safe.
 */
public final class Runs {

  private final InferenceService inference;
  private final DirectMemoryPool memory;
  private final TaskThreads threads;

  /** Runs models of {@code inference} in {@code memory}, which are another's to close. */
  public Runs(InferenceService inference, DirectMemoryPool memory, TaskThreads threads) {
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
  public <A> CompletionStage<A> run(
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

  /**
   * Has the first work of a request done on a thread of the task.
   *
   * @throws io.salver.fault.Overloaded when as many wait as may
   */
  public <A> CompletionStage<A> begin(Stopwatch watch, Supplier<A> work) {
    return start(watch, () -> CompletableFuture.completedFuture(work.get()));
  }

  /**
   * Begins a request on a thread of the task.
   *
   * @param work never runs on the calling thread
   * @return what {@code work} returns, or fails with a fault
   * @throws io.salver.fault.Overloaded when as many wait as may
   */
  public <A> CompletionStage<A> start(
      Stopwatch watch, Supplier<? extends CompletionStage<A>> work) {
    CompletableFuture<A> done = new CompletableFuture<>();
    threads.execute(
        () -> {
          try {
            watch.lap(Stopwatch.Part.WAIT);
            work.get().whenComplete(hand(done));
          } catch (RuntimeException | Error failure) {
            done.completeExceptionally(Failures.fault(failure));
          }
        });
    return done;
  }

  /** Completes with a fault where {@code answer} fails with anything. */
  public static <A> CompletionStage<A> faults(CompletionStage<A> answer) {
    CompletableFuture<A> result = new CompletableFuture<>();
    answer.whenComplete(hand(result));
    return result;
  }

  /** Completes {@code other} likewise, with a fault where that failed. */
  private static <A> BiConsumer<A, Throwable> hand(CompletableFuture<A> other) {
    return (value, failure) -> {
      if (failure == null) {
        other.complete(value);
      } else {
        other.completeExceptionally(Failures.fault(failure));
      }
    };
  }

  /** Does work that takes so many bytes of the heap, which count as held until it is done. */
  public <A> A holding(long bytes, Supplier<A> work) {
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
  public String onlyInput(String model) {
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
}
