package io.salver.model;

import static io.salver.testkit.TensorValues.floats;
import static io.salver.testkit.TensorValues.longs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.DeadlineExceeded;
import io.salver.fault.Fault;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every backend keeps. An implementation brings the artefacts {@code add} (a, b FP32 [n, 2] →
 * sum) and {@code lookup} (ids INT64 [n] → rows FP32 [n, 2] of the table 0…7; fails on ids beyond
 * 3), and one that is {@code corrupt}.
 */
public abstract class ModelLoaderContract {

  protected final NativeHandles handles = new NativeHandles();
  protected final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  /** The loader under test, which counts in {@code handles}. */
  protected abstract ModelLoader loader();

  /** One of the artefacts above. */
  protected abstract ModelArtifact artifact(String name);

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(handles.open(NativeHandles.Kind.TENSOR)).as("tensors").isZero();
    assertThat(handles.open(NativeHandles.Kind.SESSION)).as("sessions").isZero();
    assertThat(pool.leasedBytes()).as("memory").isZero();
  }

  @Test
  void signature_names_tensors_types_and_shapes() {
    try (Model model = loader().load(artifact("add"))) {
      Signature signature = model.signature();
      assertThat(signature.inputs()).extracting("name").containsExactly("a", "b");
      assertThat(signature.outputs()).extracting("name").containsExactly("sum");
      assertThat(signature.inputs()).extracting("dataType").containsOnly(DataType.FP32);
      assertThat(signature.inputs()).extracting("shape").containsOnly(Shape.of(Shape.ANY, 2));
      assertThat(signature.isBatchable()).isTrue();
    }
  }

  @Test
  void a_session_is_open_until_it_is_closed() {
    Model model = loader().load(artifact("add"));
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isEqualTo(1);
    model.close();
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }

  @Test
  void runs_at_different_batch_sizes() {
    try (Model model = loader().load(artifact("add"))) {
      assertThat(add(model, 1)).containsExactly(10, 12);
      assertThat(add(model, 3)).containsExactly(10, 12, 14, 16, 18, 20);
      assertThat(add(model, 2)).containsExactly(10, 12, 14, 16);
    }
  }

  @Test
  void inputs_may_come_in_any_order() {
    try (Model model = loader().load(artifact("add"));
        TensorScope scope = pool.open()) {
      Tensors inputs =
          Tensors.builder()
              .put("b", floats(scope, Shape.of(1, 2), 1, 2))
              .put("a", floats(scope, Shape.of(1, 2), 30, 40))
              .build();
      Tensors outputs = model.infer(inputs, scope, StopSignal.never());
      assertThat(floats(outputs.get("sum"))).containsExactly(31, 42);
    }
  }

  @Test
  void no_rows_in_no_rows_out() {
    try (Model model = loader().load(artifact("add"))) {
      assertThat(add(model, 0)).isEmpty();
    }
  }

  @Test
  void a_failed_run_is_a_fault_and_the_model_goes_on() {
    try (Model model = loader().load(artifact("lookup"))) {
      assertThat(lookup(model, 3)).containsExactly(6, 7);
      assertThatExceptionOfType(Fault.class)
          .isThrownBy(() -> lookup(model, 4_000_000_000L))
          .withMessageContaining("lookup@1");
      assertThat(lookup(model, 0)).containsExactly(0, 1);
    }
  }

  @Test
  void work_that_is_useless_already_is_not_begun() {
    StopSignal stop = StopSignal.create();
    stop.raise(new DeadlineExceeded("too late"));
    try (Model model = loader().load(artifact("lookup"));
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("ids", longs(scope, Shape.of(1), 1));
      assertThatExceptionOfType(DeadlineExceeded.class)
          .isThrownBy(() -> model.infer(inputs, scope, stop))
          .withMessage("too late");
    }
  }

  @Test
  void a_corrupt_artefact_is_a_backend_failure_with_a_reason() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader().load(artifact("corrupt")))
        .withMessageContaining("corrupt");
  }

  @Test
  void a_missing_artefact_is_a_backend_failure_with_a_reason() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader().load(artifact("absent")))
        .withMessageContaining("absent");
  }

  @Test
  void many_threads_run_one_model() throws Exception {
    try (Model model = loader().load(artifact("add"));
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int rows = i % 5;
        runs.add(
            threads.submit(
                () -> {
                  float[] sums = add(model, rows);
                  for (int k = 0; k < sums.length; k++) {
                    assertThat(sums[k]).isEqualTo(10 + 2 * k);
                  }
                }));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
  }

  /** Adds 0, 1, 2… and 10, 11, 12…, of which each row has two. */
  private float[] add(Model model, int rows) {
    float[] a = new float[rows * 2];
    float[] b = new float[rows * 2];
    for (int i = 0; i < a.length; i++) {
      a[i] = i;
      b[i] = 10 + i;
    }
    try (TensorScope scope = pool.open()) {
      Shape shape = Shape.of(rows, 2);
      Tensors inputs =
          Tensors.builder()
              .put("a", floats(scope, shape, a))
              .put("b", floats(scope, shape, b))
              .build();
      Tensors outputs = model.infer(inputs, scope, StopSignal.never());
      assertThat(outputs.names()).containsExactly("sum");
      assertThat(outputs.get("sum").shape()).isEqualTo(shape);
      return floats(outputs.get("sum"));
    }
  }

  private float[] lookup(Model model, long... ids) {
    try (TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("ids", longs(scope, Shape.of(ids.length), ids));
      return floats(model.infer(inputs, scope, StopSignal.never()).get("rows"));
    }
  }
}
