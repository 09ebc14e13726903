package io.salver.task.text;

import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.ModelReference;
import io.salver.task.FakeTaskModels;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskContext;
import io.salver.task.TaskName;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.text.WordTokenizers;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A model of texts that is a function of ids, with the tokenizer of {@link WordTokenizers} that
 * knows the words {@code a} to {@code j}, of which the ids begin at {@value #FIRST}.
 */
final class FakeReader implements AutoCloseable {

  static final int FIRST = 4;
  static final String NAME = "reader";

  /** Writes what the model gives of one row of ids, which are filled up with 0. */
  @FunctionalInterface
  interface Row {
    void write(long[] ids, FloatBuffer output);
  }

  /**
   * An output.
   *
   * @param width values a token, or a text where {@code ofTokens} is false
   */
  record Output(String name, boolean ofTokens, int width, Row row) {}

  final FakeTaskModels models = new FakeTaskModels();
  final NativeHandles handles = new NativeHandles();
  final DirectMemoryPool pool = new DirectMemoryPool(1 << 26);
  final ModelTokenizers tokenizers = new ModelTokenizers(new WordTokenizers(handles));
  private final TaskThreads threads = new TaskThreads(2, 16);
  private final TextTasks tasks =
      new TextTasks(models, pool, threads, tokenizers, Watching.NONE, 10_000, Ticker.SYSTEM);
  private final TextFiles files;

  FakeReader(
      TaskName task,
      Map<String, Object> preprocess,
      Map<String, Object> postprocess,
      Map<String, List<String>> lines,
      List<Output> outputs) {
    Path words = Path.of("src/test/resources/text/tokenizers/letters.txt");
    this.files =
        new TextFiles(lines, Map.of(TextFiles.TOKENIZER, new TextFiles.Document(words, "0")));
    tokenizers.begin(files);
    ModelSpec spec = FakeTaskModels.spec(task, preprocess, postprocess);
    Signature signature = signature(outputs);
    new TextCheck(tokenizers).check(task, spec, files, signature);
    models.put(NAME, 1, spec, files, signature, (inputs, scope) -> run(outputs, inputs, scope));
  }

  private static Signature signature(List<Output> outputs) {
    Shape rows = Shape.of(Shape.ANY, Shape.ANY);
    return new Signature(
        List.of(
            new TensorSpec("input_ids", DataType.INT64, rows),
            new TensorSpec("attention_mask", DataType.INT64, rows)),
        outputs.stream()
            .map(
                each ->
                    new TensorSpec(
                        each.name(),
                        DataType.FP32,
                        each.ofTokens() && each.width() > 0
                            ? Shape.of(Shape.ANY, Shape.ANY, each.width())
                            : each.ofTokens() ? rows : Shape.of(Shape.ANY, each.width())))
            .toList());
  }

  private static Tensors run(List<Output> outputs, Tensors inputs, TensorScope scope) {
    Tensor.Dense ids = inputs.dense("input_ids");
    int rows = Math.toIntExact(ids.shape().extent(0));
    int length = Math.toIntExact(ids.shape().extent(1));
    Tensors.Builder tensors = Tensors.builder();
    for (Output each : outputs) {
      Shape shape =
          each.ofTokens() && each.width() > 0
              ? Shape.of(rows, length, each.width())
              : Shape.of(rows, each.ofTokens() ? length : each.width());
      Tensor.Dense tensor = scope.allocate(DataType.FP32, shape);
      FloatBuffer values = tensor.view().asFloatBuffer();
      LongBuffer all = ids.view().asLongBuffer();
      for (int row = 0; row < rows; row++) {
        long[] own = new long[length];
        all.get(own);
        each.row().write(own, values);
      }
      tensors.put(each.name(), tensor);
    }
    return tensors.build();
  }

  CompletionStage<TextAnswer> begin(TensorScope scope, List<String> texts, TextTask task) {
    return tasks.read(new TextRequest(context(scope), texts, task));
  }

  TextAnswer read(List<String> texts, TextTask task) {
    return ask(scope -> begin(scope, texts, task));
  }

  QuestionAnswer answer(String question, String text) {
    return ask(
        scope ->
            tasks.answer(new QuestionRequest(context(scope), question, text, OptionalInt.empty())));
  }

  <A> A ask(Function<TensorScope, CompletionStage<A>> request) {
    try (TensorScope scope = pool.open()) {
      return request.apply(scope).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }
  }

  private static TaskContext context(TensorScope scope) {
    return new TaskContext(
        Optional.of(ModelReference.latest(NAME)), scope, Deadline.none(), 5, StopSignal.never());
  }

  /** The model is unloaded. */
  void unload() {
    tokenizers.end(files);
  }

  /** The model is loaded again from the same files. */
  void load() {
    tokenizers.begin(files);
  }

  @Override
  public void close() {
    unload();
    threads.close();
    if (pool.leasedBytes() != 0 || handles.open(NativeHandles.Kind.TOKENIZER) != 0) {
      throw new AssertionError(
          "%d bytes and %d tokenizers are still held"
              .formatted(pool.leasedBytes(), handles.open(NativeHandles.Kind.TOKENIZER)));
    }
  }
}
