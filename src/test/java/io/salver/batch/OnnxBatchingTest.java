package io.salver.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.fault.Cancelled;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.ModelSpec.Join;
import io.salver.model.NativeHandles;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Joined runs of a real graph against runs alone: equal but for the order of additions. */
final class OnnxBatchingTest {

  private static final ModelId ID = new ModelId("mlp", 1);
  private static final int WIDTH = 4;
  private static final float TOLERANCE = 1e-5f;

  private final NativeHandles handles = new NativeHandles();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  @Property(tries = 25, seed = "1")
  void batched_equals_single_whatever_the_sizes_the_order_and_who_goes(@ForAll Random random) {
    List<TensorScope> scopes = new ArrayList<>();
    try (Model model = load()) {
      BatchPolicy policy = new BatchPolicy(2, 16, Duration.ofMillis(1), 1000, Join.ALWAYS);
      List<Work> submitted = new ArrayList<>();
      try (Batcher batcher = new Batcher(ID, model, policy, pool, Ticker.SYSTEM, report -> {})) {
        for (int i = 0; i < 30; i++) {
          StopSignal stop = StopSignal.create();
          Work work = work(scopes, 1 + random.nextInt(5), random, stop);
          submitted.add(work);
          batcher.submit(work);
          if (random.nextInt(6) == 0) {
            stop.raise(new Cancelled("gone"));
          }
        }
        batcher.start();
        submitted.forEach(work -> requireEqualToSingle(model, work));
      }
    }
    scopes.forEach(TensorScope::close);
    assertThat(pool.leasedBytes()).isZero();
    assertThat(handles.open(NativeHandles.Kind.TENSOR)).isZero();
  }

  private void requireEqualToSingle(Model model, Work work) {
    RecordedOwner owner = Works.owner(work);
    if (work.stop().isRaised()) {
      assertThat(owner.failure()).isInstanceOf(Cancelled.class);
      return;
    }
    try (TensorScope scope = pool.open()) {
      Tensors single = model.infer(work.inputs(), scope, StopSignal.never());
      String output = single.names().getFirst();
      float[] expected = TensorValues.floats(single.get(output));
      float[] actual = TensorValues.floats(owner.outputs().get(output));
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < actual.length; i++) {
        assertThat(actual[i])
            .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
      }
    }
  }

  private Work work(List<TensorScope> scopes, int rows, Random random, StopSignal stop) {
    TensorScope scope = pool.open();
    scopes.add(scope);
    float[] values = new float[rows * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Tensors inputs = Tensors.of("x", TensorValues.floats(scope, Shape.of(rows, WIDTH), values));
    return new Work(
        inputs, scope, rows, 5, Deadline.none(), stop, Ticker.SYSTEM.nanos(), new RecordedOwner());
  }

  private Model load() {
    Path file = Path.of("src/test/models/onnx/mlp.onnx");
    return new OnnxModelLoader(handles)
        .load(new ModelArtifact(ID, "onnx", file, ModelSpec.DEFAULT));
  }
}
