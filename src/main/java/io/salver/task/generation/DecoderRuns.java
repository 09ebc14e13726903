package io.salver.task.generation;

import io.salver.fault.Fault;
import io.salver.fault.Overloaded;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.ModelReference;
import io.salver.serving.PinnedVersion;
import io.salver.task.Failures;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one version for one request, one after the other; each takes its own place in the
 * model's line, so that others run between them. The first is refused where there is no place, as
 * any request; a later one is tried again for up to {@link #PATIENCE}, because much would be lost.
 * Confined to the request.
 */
final class DecoderRuns {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private final GenerationTools tools;
  private final PinnedVersion version;
  private final TaskContext context;
  private final Stopwatch watch;
  private boolean begun;

  DecoderRuns(GenerationTools tools, PinnedVersion version, TaskContext context, Stopwatch watch) {
    this.tools = tools;
    this.version = version;
    this.context = context;
    this.watch = watch;
  }

  /** What a run gave; whoever has it closes the scope. */
  record Run(Tensors outputs, TensorScope scope) {}

  /**
   * Runs.
   *
   * @param inputs makes the inputs in the scope of the run, on the calling thread
   * @return completes on a thread of the task, or fails with a fault
   */
  CompletionStage<Run> run(Function<TensorScope, Tensors> inputs) {
    return attempt(inputs, Duration.ZERO, FIRST_PAUSE);
  }

  private CompletionStage<Run> attempt(
      Function<TensorScope, Tensors> inputs, Duration waited, Duration pause) {
    return begun(inputs)
        .exceptionallyCompose(
            failure -> {
              Fault fault = Failures.fault(failure);
              if (!begun || !isPassing(fault) || waited.compareTo(PATIENCE) >= 0) {
                return CompletableFuture.failedFuture(fault);
              }
              return tools
                  .pause()
                  .of(pause)
                  .thenComposeAsync(
                      nothing -> attempt(inputs, waited.plus(pause), longer(pause)),
                      tools.threads()::resume);
            });
  }

  private CompletionStage<Run> begun(Function<TensorScope, Tensors> inputs) {
    try {
      return once(inputs);
    } catch (RuntimeException | OutOfMemoryError failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private CompletionStage<Run> once(Function<TensorScope, Tensors> inputs) {
    context.stop().check();
    context.deadline().check("the text was written");
    TensorScope scope = tools.memory().open();
    try {
      Tensors tensors = inputs.apply(scope);
      watch.lap(Stopwatch.Part.PREPROCESS);
      CompletableFuture<Run> result = new CompletableFuture<>();
      var unused =
          version
              .infer(request(tensors, scope))
              .whenComplete((response, failure) -> hop(scope, result, response, failure));
      return result;
    } catch (RuntimeException | Error failure) {
      scope.close();
      throw failure;
    }
  }

  private InferenceRequest request(Tensors tensors, TensorScope scope) {
    ModelReference reference =
        new ModelReference(
            version.description().name(), Optional.of(version.description().version()));
    return new InferenceRequest(
        reference, tensors, scope, context.deadline(), context.priority(), context.stop());
  }

  /** Goes on, on a thread of the task. */
  private void hop(
      TensorScope scope,
      CompletableFuture<Run> result,
      @Nullable InferenceResponse response,
      @Nullable Throwable failure) {
    if (response == null) {
      scope.close();
    }
    try {
      tools.threads().resume(() -> complete(scope, result, response, failure));
    } catch (Overloaded stopping) {
      if (response != null) {
        scope.close();
      }
      result.completeExceptionally(stopping);
    }
  }

  private void complete(
      TensorScope scope,
      CompletableFuture<Run> result,
      @Nullable InferenceResponse response,
      @Nullable Throwable failure) {
    if (response == null) {
      result.completeExceptionally(Failures.fault(failure));
      return;
    }
    begun = true;
    watch.ran(response);
    result.complete(new Run(response.outputs(), scope));
  }

  private static boolean isPassing(Fault fault) {
    return fault instanceof Overloaded refused
        && switch (refused.reason()) {
          case LIMIT, QUEUE_FULL, QUEUE_TIMEOUT, EVICTED, MEMORY -> true;
          case SHUTTING_DOWN -> false;
        };
  }

  private static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }
}
