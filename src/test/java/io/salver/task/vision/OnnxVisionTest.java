package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.image.Picture;
import io.salver.image.PictureDecoder;
import io.salver.image.PngWriter;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.model.TextFiles;
import io.salver.task.ClassScore;
import io.salver.task.FakeTaskModels;
import io.salver.task.TaskContext;
import io.salver.task.TaskName;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The model of garments that ships, in the real runtime. */
final class OnnxVisionTest {

  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  private final NativeHandles handles = new NativeHandles();
  private final FakeTaskModels models = new FakeTaskModels();

  @Test
  void pictures_are_told_apart_as_their_tensors_are() {
    ModelArtifact artifact =
        new ModelArtifact(
            new ModelId("garments", 1),
            "onnx",
            Path.of("models/repository/fashion-mnist/1/model.onnx"),
            ModelSpec.DEFAULT);
    try (Model model = new OnnxModelLoader(handles).load(artifact);
        TaskThreads threads = new TaskThreads(1, 8);
        TensorScope scope = pool.open()) {
      models.put(
          "garments",
          1,
          FakeTaskModels.spec(
              TaskName.IMAGE_CLASSIFICATION, Map.of("resize", SIDE, "crop", SIDE), Map.of()),
          TextFiles.NONE,
          model.signature(),
          (inputs, memory) -> model.infer(inputs, memory, StopSignal.never()));
      List<byte[]> pictures = List.of(noise(1), noise(2), noise(3));

      VisionAnswer answer = look(threads, scope, pictures);

      float[] expected = direct(model, scope, pictures);
      for (int i = 0; i < pictures.size(); i++) {
        Finding.Classes found = (Finding.Classes) answer.pictures().get(i).finding();
        assertThat(found.best()).hasSize(CLASSES);
        for (ClassScore each : found.best()) {
          assertThat(each.score()).isCloseTo(expected[i * CLASSES + each.index()], within(1e-5f));
        }
      }
    }
    assertThat(pool.leasedBytes()).isZero();
    assertThat(handles.open(NativeHandles.Kind.TENSOR)).isZero();
  }

  private VisionAnswer look(TaskThreads threads, TensorScope scope, List<byte[]> pictures) {
    List<ByteBuffer> files = new ArrayList<>();
    for (byte[] pixels : pictures) {
      files.add(ByteBuffer.wrap(PngWriter.write(new Picture(SIDE, SIDE, Picture.GRAY, pixels))));
    }
    TaskContext context =
        new TaskContext(Optional.empty(), scope, Deadline.none(), 5, StopSignal.never());
    VisionTask task = new VisionTask.Classify(OptionalInt.of(CLASSES));
    return new VisionTasks(
            models, threads, new PictureDecoder(10_000), Watching.NONE, Ticker.SYSTEM)
        .look(new VisionRequest(context, files, task, false))
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  private static float[] direct(Model model, TensorScope scope, List<byte[]> pictures) {
    float[] values = new float[pictures.size() * SIDE * SIDE];
    int at = 0;
    for (byte[] pixels : pictures) {
      for (byte pixel : pixels) {
        values[at++] = (pixel & 0xFF) / 255f;
      }
    }
    Shape shape = Shape.of(pictures.size(), 1, SIDE, SIDE);
    String input = model.signature().inputs().getFirst().name();
    Tensors inputs = Tensors.of(input, TensorValues.floats(scope, shape, values));
    Tensors outputs = model.infer(inputs, scope, StopSignal.never());
    return TensorValues.floats(outputs.get(outputs.names().getFirst()));
  }

  private static byte[] noise(long seed) {
    byte[] pixels = new byte[SIDE * SIDE];
    new Random(seed).nextBytes(pixels);
    return pixels;
  }
}
