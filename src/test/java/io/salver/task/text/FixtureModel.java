package io.salver.task.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.model.DeclaredVersion;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.NativeHandles;
import io.salver.repository.ModelRepository;
import io.salver.serving.ModelReference;
import io.salver.task.FakeTaskModels;
import io.salver.task.ModelTokenizers;
import io.salver.task.RecordedObservations;
import io.salver.task.TaskContext;
import io.salver.task.TaskModelLoader;
import io.salver.task.TaskThreads;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.text.huggingface.HuggingFaceTokenizers;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A model of a folder that is laid out as a repository, loaded and checked as the service does it,
 * in ONNX Runtime. Closing it closes all that it holds, and says what is still open.
 */
final class FixtureModel implements AutoCloseable {

  final RecordedObservations watched = new RecordedObservations();
  private final NativeHandles handles = new NativeHandles();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 28);
  private final FakeTaskModels models = new FakeTaskModels();
  private final TaskThreads threads = new TaskThreads(2, 64);
  private final Path repository;
  private final String name;
  private final Model model;
  private final TextTasks tasks;

  FixtureModel(Path repository, String name) {
    this(repository, name, 1);
  }

  FixtureModel(Path repository, String name, long version) {
    this.repository = repository;
    this.name = name;
    ModelTokenizers tokenizers = new ModelTokenizers(new HuggingFaceTokenizers(handles));
    TaskModelLoader loader =
        new TaskModelLoader(
            new OnnxModelLoader(handles), List.of(new TextCheck(tokenizers)), tokenizers);
    ModelArtifact artifact = artifact(loader, version);
    this.model = loader.load(artifact);
    models.put(
        name,
        artifact.id().version(),
        artifact.spec(),
        artifact.texts(),
        model.signature(),
        (inputs, scope) -> model.infer(inputs, scope, StopSignal.never()));
    this.tasks =
        new TextTasks(
            models, pool, threads, tokenizers, watched.watching(), 1 << 20, Ticker.SYSTEM);
  }

  private ModelArtifact artifact(TaskModelLoader loader, long version) {
    return new ModelRepository(repository, List.of(loader))
        .find(name).orElseThrow().versions().stream()
            .map(each -> ((DeclaredVersion.Loadable) each).artifact())
            .filter(each -> each.id().version() == version)
            .findFirst()
            .orElseThrow();
  }

  /** What the recipe writes beside the model. */
  JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(repository.resolve(name).resolve("expected.json").toFile());
  }

  TextAnswer read(List<String> texts, TextTask task) {
    return ask(context -> tasks.read(new TextRequest(context, texts, task)));
  }

  QuestionAnswer answer(String question, String text, int count) {
    return ask(
        context ->
            tasks.answer(new QuestionRequest(context, question, text, OptionalInt.of(count))));
  }

  private <A> A ask(Function<TaskContext, CompletionStage<A>> request) {
    try (TensorScope scope = pool.open()) {
      TaskContext context =
          new TaskContext(
              Optional.of(ModelReference.latest(name)),
              scope,
              Deadline.none(),
              5,
              StopSignal.never());
      return request.apply(context).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  int runs() {
    return models.requests().size();
  }

  @Override
  public void close() {
    model.close();
    threads.close();
    for (NativeHandles.Kind kind : NativeHandles.Kind.values()) {
      if (handles.open(kind) != 0) {
        throw new AssertionError(handles.open(kind) + " of " + kind + " are still open");
      }
    }
    if (pool.leasedBytes() != 0) {
      throw new AssertionError(pool.leasedBytes() + " bytes are still leased");
    }
  }
}
