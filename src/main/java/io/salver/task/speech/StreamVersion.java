package io.salver.task.speech;

import io.salver.fault.Fault;
import io.salver.fault.NotReady;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.task.Failures;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.TaskName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The version that a stream is read with. When it is unloaded the stream goes on with the next one,
 * if that is used in the same way. One thread at a time uses it.
 */
final class StreamVersion {

  private final TaskModels<SpeechPlan> models;
  private final TaskContext request;
  private volatile Chosen<SpeechPlan> chosen;

  StreamVersion(TaskModels<SpeechPlan> models, TaskContext request) {
    this.models = models;
    this.request = request;
    this.chosen = models.choose(TaskName.SPEECH_RECOGNITION, request);
  }

  SpeechPlan plan() {
    return chosen.plan();
  }

  ModelReference pinned() {
    return chosen.pinned();
  }

  /** Does {@code run} with the version, and again with the next one where it is gone. */
  <A> CompletionStage<A> run(Function<ModelReference, CompletionStage<A>> run) {
    return run.apply(chosen.pinned())
        .exceptionallyCompose(
            failure -> {
              Fault fault = Failures.fault(failure);
              boolean fixed = request.model().flatMap(ModelReference::version).isPresent();
              if (fixed || !TaskModels.isGone(fault)) {
                return CompletableFuture.failedFuture(fault);
              }
              goOn();
              return run.apply(chosen.pinned());
            });
  }

  private void goOn() {
    ModelDescription before = chosen.description();
    Chosen<SpeechPlan> next =
        models.choose(
            TaskName.SPEECH_RECOGNITION, request.of(ModelReference.latest(before.name())));
    ModelDescription after = next.description();
    boolean same =
        after.signature().equals(before.signature())
            && after.texts().equals(before.texts())
            && after.spec().preprocess().equals(before.spec().preprocess())
            && after.spec().postprocess().equals(before.spec().postprocess());
    if (!same) {
      throw new NotReady(
          "model '%s' was replaced in the middle of the stream by a version that is used otherwise"
              .formatted(before.name()));
    }
    chosen = next;
  }
}
