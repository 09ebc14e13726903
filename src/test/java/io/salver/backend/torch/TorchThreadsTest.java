package io.salver.backend.torch;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.NativeThreads;
import io.salver.testkit.Specs;
import io.salver.time.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** PyTorch runs on the caller's thread and starts no pool. */
@EnabledOnOs(OS.LINUX)
final class TorchThreadsTest {

  private static final int ROWS = 64 * 1024; // enough for PyTorch to divide the work if it could
  private static final Shape PAIRS = Shape.of(Shape.ANY, 2);

  private final TorchModelLoader loader = new TorchModelLoader(new NativeHandles());
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  @Test
  void models_run_on_the_callers_thread_and_start_none() throws Exception {
    loader.load(artifact()).close(); // what starts once per process is not counted
    assertThat(NativeThreads.startedBy(this::runAll)).isZero();
  }

  private AutoCloseable runAll() {
    List<Model> models = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Model model = loader.load(artifact());
      models.add(model);
      run(model);
    }
    return () -> models.forEach(Model::close);
  }

  private void run(Model model) {
    try (TensorScope scope = pool.open()) {
      float[] values = new float[ROWS * 2];
      Shape shape = Shape.of(ROWS, 2);
      Tensors inputs =
          Tensors.builder()
              .put("a", floats(scope, shape, values))
              .put("b", floats(scope, shape, values))
              .build();
      model.infer(inputs, scope, StopSignal.never());
    }
  }

  private static ModelArtifact artifact() {
    Signature signature =
        new Signature(
            List.of(
                new TensorSpec("a", DataType.FP32, PAIRS),
                new TensorSpec("b", DataType.FP32, PAIRS)),
            List.of(new TensorSpec("sum", DataType.FP32, PAIRS)));
    return new ModelArtifact(
        new ModelId("add", 1),
        "torch",
        Path.of("src/test/models/torch/add.pt"),
        Specs.DEFAULT.signature(Optional.of(signature)).build());
  }
}
