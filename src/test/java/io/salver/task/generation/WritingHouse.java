package io.salver.task.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.admission.Limiters;
import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.batch.DeadlineWatch;
import io.salver.lifecycle.AvailabilityPreserving;
import io.salver.lifecycle.LifecycleObserver;
import io.salver.lifecycle.VersionManager;
import io.salver.model.ArtifactFiles;
import io.salver.model.ModelDeclaration;
import io.salver.model.ModelId;
import io.salver.model.NativeHandles;
import io.salver.repository.JsonGoldenCases;
import io.salver.repository.ModelRepository;
import io.salver.serving.ExecutionObserver;
import io.salver.serving.MemoryBudget;
import io.salver.serving.ModelHost;
import io.salver.serving.ModelInferenceService;
import io.salver.serving.ModelReference;
import io.salver.serving.ModelSource;
import io.salver.serving.ServedModels;
import io.salver.serving.WarmUp;
import io.salver.task.ModelTokenizers;
import io.salver.task.RecordedObservations;
import io.salver.task.TaskContext;
import io.salver.task.TaskModelLoader;
import io.salver.task.TaskThreads;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.testkit.Eventually;
import io.salver.text.huggingface.HuggingFaceTokenizers;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Everything that writes, but for the protocols: the models of {@code src/test/resources/text}, in
 * the real runtime, behind the real lines. At its end nothing may be left open.
 */
public final class WritingHouse implements AutoCloseable {

  public static final Path FIXTURES = Path.of("src/test/resources/text/fixtures");
  static final Duration BOUND = Duration.ofSeconds(60);

  public final DirectMemoryPool memory = new DirectMemoryPool(64 << 20, 8 << 20);
  final NativeHandles handles = new NativeHandles();
  final WatchedLoader loader = new WatchedLoader(new OnnxModelLoader(handles));
  final Told told = new Told();
  final ModelHost host;
  final ModelInferenceService inference;
  public final GenerationTasks tasks;

  /** What those who watch are told. */
  public final RecordedObservations watched = new RecordedObservations();

  private final DeadlineWatch watch = new DeadlineWatch(Duration.ofMillis(1));
  private final TaskThreads threads = new TaskThreads(2, 64);
  private final Path root;
  private final TaskModelLoader checked;

  /** Serves what lies below {@code root}. */
  WritingHouse(Path root) {
    this.root = root;
    ModelTokenizers tokenizers = new ModelTokenizers(new HuggingFaceTokenizers(handles));
    this.checked =
        new TaskModelLoader(loader, List.of(new GenerationCheck(tokenizers)), tokenizers);
    this.host =
        new ModelHost(
            new ModelSource(
                List.of(checked),
                ArtifactFiles.NONE,
                MemoryBudget.unlimited(),
                new WarmUp(new JsonGoldenCases(root), memory)),
            new ServedModels(
                memory,
                Limiters.none(),
                watch,
                Ticker.SYSTEM,
                Instant::now,
                ExecutionObserver.NONE,
                (id, bounds) -> {
                  throw new AssertionError(id + " keeps no answers");
                },
                1),
            new VersionManager<>(
                new AvailabilityPreserving(),
                Runnable::run,
                Instant::now,
                Ticker.SYSTEM,
                LifecycleObserver.NONE));
    this.inference = new ModelInferenceService(host, Ticker.SYSTEM);
    this.tasks =
        new GenerationTasks(
            inference,
            inference,
            tokenizers,
            new GenerationTools(
                threads,
                memory,
                told,
                new TimedPause(),
                () -> 17,
                watched.watching(),
                Ticker.SYSTEM));
  }

  /** The models of the fixtures that write. */
  public static WritingHouse ofFixtures() {
    WritingHouse house = new WritingHouse(FIXTURES);
    house.serve("gpt");
    house.serve("seq2seq-encoder");
    house.serve("seq2seq-decoder");
    return house;
  }

  /** A house with a copy of the model {@code gpt} and another {@code postprocess}. */
  static WritingHouse ofGpt(Path root, String postprocess) {
    return of(
        root,
        "gpt",
        "task: text-generation\npreprocess: {tokenizer: tokenizer.json}\npostprocess: "
            + postprocess
            + "\n");
  }

  /** A house with a copy of a fixture and another {@code model.yaml}. */
  static WritingHouse of(Path root, String name, String yaml) {
    add(root, name, yaml);
    WritingHouse house = new WritingHouse(root);
    house.serve(name);
    return house;
  }

  /** Puts a copy of a fixture below {@code root}. */
  static void add(Path root, String name, String yaml) {
    add(root, FIXTURES.resolve(name), name, yaml);
  }

  /** Puts a copy of any model there. */
  static void add(Path root, Path source, String name, String yaml) {
    try {
      Path model = root.resolve(name);
      copy(source, model);
      Files.writeString(model.resolve("model.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  /** Loads, or loads anew; fails where it cannot. */
  void serve(String name) {
    ModelDeclaration declaration =
        new ModelRepository(root, List.of(checked)).find(name).orElseThrow();
    host.serve(declaration).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** All tokens that were written so far. */
  public int written() {
    return told.writtenByModel.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Writes, with nothing to stop it. */
  Generation write(String model, Prompt prompt, GenerationSettings settings) {
    return write(model, List.of(prompt), settings);
  }

  Generation write(String model, List<Prompt> prompts, GenerationSettings settings) {
    try (TensorScope scope = memory.open()) {
      return join(
          tasks.generate(
              new GenerationRequest(
                  context(model, scope, StopSignal.never()), prompts, settings, Optional.empty())));
    }
  }

  static TaskContext context(String model, TensorScope scope, StopSignal stop) {
    return new TaskContext(
        Optional.of(ModelReference.latest(model)), scope, Deadline.none(), 5, stop);
  }

  static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    threads.close();
    assertThat(host.stop(BOUND)).isEmpty();
    watch.close();
    Eventually.holds(() -> assertThat(memory.leasedBytes()).isZero());
    for (NativeHandles.Kind kind : NativeHandles.Kind.values()) {
      assertThat(handles.open(kind)).as("%s left open", kind).isZero();
    }
  }

  /** What the observer heard. */
  static final class Told implements GenerationObserver {

    final Map<ModelId, Integer> readByModel = new ConcurrentHashMap<>();
    final Map<ModelId, Integer> writtenByModel = new ConcurrentHashMap<>();
    final List<Long> firsts = new CopyOnWriteArrayList<>();
    final List<Long> steps = new CopyOnWriteArrayList<>();

    @Override
    public void read(ModelId model, int tokens) {
      readByModel.merge(model, tokens, Integer::sum);
    }

    @Override
    public void wrote(ModelId model, int tokens) {
      writtenByModel.merge(model, tokens, Integer::sum);
    }

    @Override
    public void began(ModelId model, long nanos) {
      firsts.add(nanos);
    }

    @Override
    public void stepped(ModelId model, long nanos) {
      steps.add(nanos);
    }
  }
}
