package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.Fault;
import io.salver.image.Picture;
import io.salver.image.PictureDecoder;
import io.salver.image.PngWriter;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.ModelReference;
import io.salver.task.FakeTaskModels;
import io.salver.task.PairRequest;
import io.salver.task.RecordedObservations;
import io.salver.task.TaskContext;
import io.salver.task.TaskName;
import io.salver.task.TaskThreads;
import io.salver.task.Verification;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/**
 * Tasks with a model that says how red, how green and how blue a picture is: the mean of each
 * channel. Everything must be given back when a test has ended.
 */
abstract class VisionFixture {

  static final ModelReference COLOURS = ModelReference.latest("colours");
  static final VisionTask.Classify CLASSIFY = new VisionTask.Classify(OptionalInt.empty());

  final DirectMemoryPool pool = new DirectMemoryPool(0);
  final FakeTaskModels models = new FakeTaskModels();
  final TaskThreads threads = new TaskThreads(2, 16);
  final RecordedObservations watched = new RecordedObservations();
  final VisionTasks tasks =
      new VisionTasks(
          models, threads, new PictureDecoder(10_000), watched.watching(), Ticker.SYSTEM);

  @AfterEach
  void everything_is_given_back() {
    threads.close();
    assertThat(pool.leasedBytes()).isZero();
  }

  void classifier(String name, long version, Map<String, Object> preprocess) {
    TextFiles labels = new TextFiles(Map.of(TextFiles.LABELS, List.of("red", "green", "blue")));
    models.put(name, version, spec(preprocess, 1024), labels, signature(Shape.ANY), this::means);
  }

  static ModelSpec spec(Map<String, Object> preprocess, int maxRows) {
    ModelSpec made =
        FakeTaskModels.spec(TaskName.IMAGE_CLASSIFICATION, preprocess, Map.of("top-k", 3));
    ModelSpec.Batching d = made.batching();
    return new ModelSpec(
        made.task(),
        made.backend(),
        made.device(),
        made.instances(),
        made.threads(),
        made.versions(),
        new ModelSpec.Batching(maxRows, d.maxDelay(), d.queue(), d.join()),
        made.timeout(),
        made.cache(),
        made.warmup(),
        made.signature(),
        made.preprocess(),
        made.postprocess(),
        made.monitor());
  }

  static Signature signature(long rows) {
    return new Signature(
        List.of(new TensorSpec("image", DataType.FP32, Shape.of(rows, 3, -1, -1))),
        List.of(new TensorSpec("scores", DataType.FP32, Shape.of(rows, 3))));
  }

  Tensors means(Tensors inputs, TensorScope scope) {
    Tensor image = inputs.get("image");
    float[] values = TensorValues.floats(image);
    int rows = (int) image.shape().extent(0);
    int pixels = values.length / rows / 3;
    float[] means = new float[rows * 3];
    for (int i = 0; i < means.length; i++) {
      float[] channel = Arrays.copyOfRange(values, i * pixels, (i + 1) * pixels);
      means[i] = channel[0];
    }
    return Tensors.of("scores", TensorValues.floats(scope, Shape.of(rows, 3), means));
  }

  VisionAnswer look(VisionTask task, byte[]... files) {
    try (TensorScope scope = pool.open()) {
      return get(tasks.look(request(scope, Optional.of(COLOURS), task, files)));
    }
  }

  Verification verify(byte[] first, byte[] second, OptionalDouble threshold) {
    try (TensorScope scope = pool.open()) {
      TaskContext context = request(scope, Optional.of(COLOURS), CLASSIFY).context();
      return get(
          tasks.verify(
              new PairRequest(
                  context, ByteBuffer.wrap(first), ByteBuffer.wrap(second), threshold)));
    }
  }

  void fails(Class<? extends Fault> fault, String message, byte[]... files) {
    try (TensorScope scope = pool.open()) {
      assertFails(
          tasks.look(request(scope, Optional.of(COLOURS), CLASSIFY, files)), fault, message);
    }
  }

  static void assertFails(CompletionStage<?> answer, Class<? extends Fault> fault, String message) {
    assertThatThrownBy(() -> get(answer)).isInstanceOf(fault).hasMessageContaining(message);
  }

  static VisionRequest request(
      TensorScope scope, Optional<ModelReference> model, VisionTask task, byte[]... files) {
    TaskContext context = new TaskContext(model, scope, Deadline.none(), 5, StopSignal.never());
    return new VisionRequest(
        context, Arrays.stream(files).map(ByteBuffer::wrap).toList(), task, false);
  }

  static ModelReference version(String name, long version) {
    return new ModelReference(name, Optional.of(version));
  }

  static List<String> best(VisionAnswer answer) {
    return answer.pictures().stream()
        .map(seen -> ((Finding.Classes) seen.finding()).best().getFirst().label())
        .toList();
  }

  static byte[] plain(int width, int height, int red, int green, int blue) {
    byte[] pixels = new byte[width * height * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i] = (byte) red;
      pixels[i + 1] = (byte) green;
      pixels[i + 2] = (byte) blue;
    }
    return PngWriter.write(new Picture(width, height, Picture.RGB, pixels));
  }

  static <T> T get(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof Fault fault) {
        throw fault;
      }
      throw failed;
    }
  }
}
