package io.salver.serving;

import static io.salver.testkit.TensorValues.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.ArtifactFiles;
import io.salver.model.GoldenCase;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.FakeModelLoader;
import io.salver.testkit.Specs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@code double} doubles each element; {@code running} adds up rows, so that axis 0 is no batch.
 */
final class ModelSourceTest {

  private static final Signature SIGNATURE =
      new Signature(
          List.of(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 1))),
          List.of(new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY, 1))));

  private final NativeHandles handles = new NativeHandles();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  private final TensorScope scope = pool.open();
  private final List<GoldenCase> golden = new ArrayList<>();
  private final MemoryBudget budget = MemoryBudget.of(100);

  @AfterEach
  void nothingIsLeft() {
    scope.close();
    assertThat(pool.leasedBytes()).isZero();
    assertThat(budget.reserved()).isZero();
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }

  @Test
  void memory_is_set_aside_while_a_model_is_loaded_and_refused_beyond_the_budget() {
    try (Model first = load("double", 60, Specs.DEFAULT)) {
      assertThat(first.signature()).isEqualTo(SIGNATURE);
      assertThat(budget.reserved()).isEqualTo(60);
      assertThatExceptionOfType(BackendFailure.class)
          .isThrownBy(() -> load("double", 41, Specs.DEFAULT))
          .withMessage(
              "double@1 needs about 41 bytes of memory, and of the budget of 100 bytes"
                  + " (salver.models.memory) 40 are free");
      load("double", 40, Specs.DEFAULT).close();
    }
  }

  @Test
  void memory_is_given_back_when_a_load_fails() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> load("unknown", 60, Specs.DEFAULT));
    golden("wrong", 0, row(1), row(3));
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> load("double", 60, Specs.DEFAULT));
  }

  @Test
  void a_model_that_answers_otherwise_than_its_recipe_is_refused() {
    golden("as computed", 0, row(1), row(2));
    golden("off", 0.1, row(1, 2, 3), row(2, 4, 6.7f));
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> load("double", 1, Specs.DEFAULT))
        .withMessage(
            "golden case 'off': output 'y' element 2: expected 6.699999809265137, got 6.0"
                + " (tolerance 0.1)");
    load("double", 1, Specs.DEFAULT.warmup(0)).close();
  }

  @Test
  void a_difference_within_the_tolerance_of_large_values_is_none() {
    golden("large", 0.1, row(100), row(219));
    load("double", 1, Specs.DEFAULT).close();
  }

  @Test
  void an_output_of_another_shape_or_name_is_refused() {
    golden("shape", 0, row(1), row(2, 2));
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> load("double", 1, Specs.DEFAULT))
        .withMessageContaining("expected FP32 [2, 1], got FP32 [1, 1]");
  }

  @Test
  void joined_requests_must_be_answered_as_single_ones() {
    golden("one", 0, row(1), row(1));
    golden("two", 0, row(2), row(2));
    load("running", 1, Specs.DEFAULT).close();
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> load("running", 1, joining(8)))
        .withMessage(
            "axis 0 is not a batch axis (joined with another, golden case 'two' has output 'y'"
                + " element 0: expected 2.0, got 3.0 (tolerance 0.0)); set batching.join: never");
    load("running", 1, joining(1)).close();
  }

  @Test
  void a_batch_axis_is_found_to_be_one_also_with_a_single_case() {
    golden("two rows", 0, row(1, 2), row(2, 4));
    load("double", 1, joining(8)).close();
  }

  private static Specs joining(int maxRows) {
    return Specs.DEFAULT.batching(
        new ModelSpec.Batching(maxRows, Duration.ZERO, 8, ModelSpec.Join.AUTO));
  }

  private void golden(String name, double tolerance, Tensor input, Tensor output) {
    golden.add(new GoldenCase(name, tolerance, Tensors.of("x", input), Tensors.of("y", output)));
  }

  private Tensor row(float... values) {
    return floats(scope, Shape.of(values.length, 1), values);
  }

  private Model load(String name, long bytes, Specs specs) {
    FakeModelLoader loader =
        new FakeModelLoader(handles)
            .define("double", SIGNATURE, (inputs, out) -> each(inputs, out, (_, x) -> 2 * x))
            .define("running", SIGNATURE, (inputs, out) -> each(inputs, out, Float::sum));
    ModelSource source =
        new ModelSource(
            List.of(loader), new Sized(bytes), budget, new WarmUp((_, _) -> golden, pool));
    ModelArtifact artifact =
        new ModelArtifact(
            new ModelId(name, 1), FakeModelLoader.BACKEND, Path.of(name), specs.build());
    return source.load(artifact).model();
  }

  /** Each element by what came out before it and itself. */
  private static Tensors each(Tensors inputs, TensorScope out, Step step) {
    float[] values = floats(inputs.get("x"));
    float last = 0;
    for (int i = 0; i < values.length; i++) {
      last = step.apply(last, values[i]);
      values[i] = last;
    }
    return Tensors.of("y", floats(out, inputs.get("x").shape(), values));
  }

  @FunctionalInterface
  private interface Step {
    float apply(float last, float value);
  }

  private record Sized(long size) implements ArtifactFiles {
    @Override
    public long bytes(ModelArtifact artifact) {
      return size;
    }

    @Override
    public String verify(ModelArtifact artifact) {
      return "";
    }
  }
}
