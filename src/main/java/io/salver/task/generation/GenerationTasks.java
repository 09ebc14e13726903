package io.salver.task.generation;

import io.salver.fault.Fault;
import io.salver.serving.InferenceService;
import io.salver.serving.VersionPins;
import io.salver.task.Failures;
import io.salver.task.ModelTokenizers;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels;
import io.salver.task.TaskName;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes with the models that serve. Thread-safe. */
public final class GenerationTasks implements GenerationService {

  private final InferenceService inference;
  private final VersionPins pins;
  private final GenerationTools tools;
  private final TaskModels<GenerationPlan> models;

  public GenerationTasks(
      InferenceService inference,
      VersionPins pins,
      ModelTokenizers tokenizers,
      GenerationTools tools) {
    this.inference = inference;
    this.pins = pins;
    this.tools = tools;
    this.models =
        new TaskModels<>(
            inference,
            (task, model) ->
                GenerationPlan.of(
                    task, model.spec(), model.texts(), model.signature(), tokenizers));
  }

  @Override
  public CompletionStage<Generation> generate(GenerationRequest request) {
    CompletableFuture<Generation> answer = new CompletableFuture<>();
    Stopwatch watch = new Stopwatch(tools.ticker());
    long arrival = tools.ticker().nanos();
    try {
      tools.threads().execute(() -> begin(request, watch, arrival, answer));
    } catch (Fault refused) {
      answer.completeExceptionally(refused);
    }
    return answer;
  }

  private void begin(
      GenerationRequest request,
      Stopwatch watch,
      long arrival,
      CompletableFuture<Generation> answer) {
    watch.lap(Stopwatch.Part.WAIT);
    try {
      request.context().stop().check();
      request.context().deadline().check("the text was written");
      TaskContext context = request.context();
      PinnedWriter writer = PinnedWriter.pin(models, pins, task(context), context);
      var unused =
          written(request, writer, watch, arrival)
              .whenComplete(
                  (generation, failure) -> {
                    writer.close();
                    if (failure == null) {
                      answer.complete(generation);
                    } else {
                      answer.completeExceptionally(Failures.fault(failure));
                    }
                  });
    } catch (RuntimeException | OutOfMemoryError failure) {
      answer.completeExceptionally(Failures.fault(failure));
    }
  }

  private CompletionStage<Generation> written(
      GenerationRequest request, PinnedWriter writer, Stopwatch watch, long arrival) {
    try {
      return new RequestWriting(tools, request, writer, watch, arrival).write();
    } catch (RuntimeException | OutOfMemoryError failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** Both tasks write; which one is meant is the model's to say. */
  private TaskName task(TaskContext request) {
    return request
        .model()
        .map(asked -> inference.follow(asked, request.following()))
        .map(inference::describe)
        .flatMap(model -> model.spec().task())
        .filter(TaskName.TEXT_TO_TEXT.text()::equals)
        .map(text -> TaskName.TEXT_TO_TEXT)
        .orElse(TaskName.TEXT_GENERATION);
  }
}
