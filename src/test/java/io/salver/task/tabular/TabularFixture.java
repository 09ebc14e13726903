package io.salver.task.tabular;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.image.PictureDecoder;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.model.TextFiles;
import io.salver.serving.ModelReference;
import io.salver.table.RowLimits;
import io.salver.table.csv.CsvRows;
import io.salver.task.FakeTaskModels;
import io.salver.task.ModelTokenizers;
import io.salver.task.RecordedObservations;
import io.salver.task.TaskContext;
import io.salver.task.TaskName;
import io.salver.task.TaskThreads;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.testkit.JsonRows;
import io.salver.text.huggingface.HuggingFaceTokenizers;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A model of {@code src/test/resources/table/fixtures} in the real runtime, and what is asked. */
final class TabularFixture implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final Path FOLDER = Path.of("src/test/resources/table/fixtures");

  final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  final NativeHandles handles = new NativeHandles();
  final FakeTaskModels models = new FakeTaskModels();
  final CountingObserver observer = new CountingObserver();
  final RecordedObservations watched = new RecordedObservations();
  final JsonNode expected;
  final ModelTokenizers tokenizers = new ModelTokenizers(new HuggingFaceTokenizers(handles));
  final TabularPlans plans =
      new TabularPlans(new CsvRows(RowLimits.DEFAULT), tokenizers, new PictureDecoder(1_000_000));
  final TextFiles texts;
  final Model model;
  final TaskThreads threads = new TaskThreads(2, 16);
  final TabularTasks tasks;

  TabularFixture(String name) {
    this(FOLDER.resolve(name), FOLDER.resolve(name).resolve("model.onnx"), spec -> spec);
  }

  TabularFixture(Path folder, Path file, UnaryOperator<ModelSpec> change) {
    try {
      Path golden = folder.resolve("expected.json");
      this.expected = Files.exists(golden) ? JSON.readTree(golden.toFile()) : JSON.nullNode();
      Map<String, Object> yaml =
          new YAMLMapper()
              .readValue(
                  folder.resolve("model.yaml").toFile(),
                  JSON.getTypeFactory().constructMapType(Map.class, String.class, Object.class));
      Map<String, Object> preprocess = section(yaml, "preprocess");
      Map<String, Object> postprocess = section(yaml, "postprocess");
      this.texts = texts(folder, preprocess, postprocess);
      ModelSpec spec =
          change.apply(
              FakeTaskModels.spec(
                  TaskName.named(String.valueOf(yaml.get("task"))).orElseThrow(),
                  preprocess,
                  postprocess));
      this.model =
          new OnnxModelLoader(handles)
              .load(new ModelArtifact(new ModelId("rows", 1), "onnx", file, ModelSpec.DEFAULT));
      tokenizers.begin(texts);
      models.put(
          "rows",
          1,
          spec,
          texts,
          model.signature(),
          (inputs, scope) -> model.infer(inputs, scope, StopSignal.never()));
      this.tasks =
          new TabularTasks(models, plans, threads, observer, watched.watching(), Ticker.SYSTEM);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  TabularAnswer predict(Iterable<JsonNode> rows) {
    return predict(rows, false, Optional.empty(), Optional.empty());
  }

  TabularAnswer predict(
      Iterable<JsonNode> rows,
      boolean partial,
      Optional<Explain> explain,
      Optional<Abstain> abstain) {
    try (TensorScope scope = pool.open()) {
      TaskContext context =
          new TaskContext(
              Optional.of(ModelReference.latest("rows")),
              scope,
              Deadline.none(),
              5,
              StopSignal.never());
      return tasks
          .predict(
              new PredictRequest(
                  context, memory -> JsonRows.of(rows, memory), partial, explain, abstain))
          .toCompletableFuture()
          .orTimeout(60, TimeUnit.SECONDS)
          .join();
    }
  }

  @Override
  public void close() {
    threads.close();
    tokenizers.end(texts);
    model.close();
  }

  @SuppressWarnings("unchecked") // keys of a mapping in YAML are text
  private static Map<String, Object> section(Map<String, Object> yaml, String key) {
    return (Map<String, Object>) Objects.requireNonNull(yaml.get(key), key);
  }

  private static TextFiles texts(
      Path folder, Map<String, Object> preprocess, Map<String, Object> postprocess)
      throws IOException {
    Map<String, List<String>> lines = new HashMap<>();
    Map<String, TextFiles.Document> documents = new HashMap<>();
    for (String key : List.of("labels", "background")) {
      if (postprocess.get(key) instanceof String file) {
        lines.put("postprocess." + key, Files.readAllLines(folder.resolve(file)));
      }
    }
    List<?> features = (List<?>) Objects.requireNonNull(preprocess.get("features"), "features");
    for (int i = 0; i < features.size(); i++) {
      Map<?, ?> feature = (Map<?, ?>) features.get(i);
      if (feature.get("file") instanceof String file) {
        lines.put(TextFiles.ofFeature(i, "file"), Files.readAllLines(folder.resolve(file)));
      }
      if (feature.get("tokenizer") instanceof String file) {
        documents.put(
            TextFiles.ofFeature(i, "tokenizer"), new TextFiles.Document(folder.resolve(file), "0"));
      }
    }
    return new TextFiles(lines, documents);
  }
}
