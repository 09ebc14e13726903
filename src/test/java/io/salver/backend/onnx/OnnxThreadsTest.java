package io.salver.backend.onnx;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.NativeThreads;
import io.salver.time.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** ONNX Runtime starts as many threads as a model is given, and no hidden ones. */
@EnabledOnOs(OS.LINUX)
final class OnnxThreadsTest {

  private static final int MODELS = 3;

  private final OnnxModelLoader loader = new OnnxModelLoader(new NativeHandles());
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  @Test
  void models_of_one_thread_run_on_the_callers_thread_and_start_none() throws Exception {
    loader.load(artifact(1)).close(); // what starts once per process is not counted
    assertThat(NativeThreads.startedBy(() -> runAll(1))).isZero();
  }

  @Test
  void models_of_three_threads_start_two_each_beside_the_callers() throws Exception {
    loader.load(artifact(1)).close();
    assertThat(NativeThreads.startedBy(() -> runAll(3))).isEqualTo(MODELS * 2);
  }

  private AutoCloseable runAll(int threads) {
    List<Model> models = new ArrayList<>();
    for (int i = 0; i < MODELS; i++) {
      Model model = loader.load(artifact(threads));
      models.add(model);
      run(model);
    }
    return () -> models.forEach(Model::close);
  }

  private void run(Model model) {
    try (TensorScope scope = pool.open()) {
      Shape shape = Shape.of(2, 2);
      Tensors inputs =
          Tensors.builder()
              .put("a", floats(scope, shape, 1, 2, 3, 4))
              .put("b", floats(scope, shape, 1, 2, 3, 4))
              .build();
      model.infer(inputs, scope, StopSignal.never());
    }
  }

  private static ModelArtifact artifact(int threads) {
    ModelSpec d = ModelSpec.DEFAULT;
    ModelSpec spec =
        new ModelSpec(
            d.task(),
            d.backend(),
            d.device(),
            d.instances(),
            threads,
            d.versions(),
            d.batching(),
            d.timeout(),
            d.cache(),
            d.warmup(),
            d.signature(),
            d.preprocess(),
            d.postprocess(),
            d.monitor());
    return new ModelArtifact(
        new ModelId("add", 1), "onnx", Path.of("src/test/models/onnx/add.onnx"), spec);
  }
}
