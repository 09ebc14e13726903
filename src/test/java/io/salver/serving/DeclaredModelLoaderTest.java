package io.salver.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.backend.onnx.OnnxModelLoader;
import io.salver.fault.BackendFailure;
import io.salver.model.ForeignConfiguration;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.NativeHandles;
import io.salver.model.TextFiles;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the artefact mlp: x FP32 [n, 4] → y FP32 [n, 3]; and add: a, b FP32 [n, 2] → sum. */
final class DeclaredModelLoaderTest {

  private static final Map<String, Shape> AS_DECLARED = Map.of();

  private final NativeHandles handles = new NativeHandles();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  @AfterEach
  void nothing_stays_open() {
    assertThat(handles.open(NativeHandles.Kind.SESSION)).isZero();
  }

  @Test
  void what_declares_nothing_changes_nothing() {
    try (Model model = load("mlp", List.of(), List.of(), AS_DECLARED)) {
      assertThat(model.signature().inputs()).containsExactly(fp32("x", -1, 4));
      assertThat(model.signature().outputs()).containsExactly(fp32("y", -1, 3));
    }
  }

  @Test
  void tensors_are_shown_as_declared_and_run_as_the_artefact_has_them() {
    List<TensorSpec> inputs = List.of(fp32("x", -1, 2, 2));
    List<TensorSpec> outputs = List.of(fp32("y", -1, 1, 3));
    Map<String, Shape> reshaped = Map.of("x", Shape.of(-1, 4), "y", Shape.of(-1, 3));
    try (Model plain = load("mlp", List.of(), List.of(), AS_DECLARED);
        Model model = load("mlp", inputs, outputs, reshaped);
        TensorScope scope = pool.open()) {
      assertThat(model.signature().inputs()).isEqualTo(inputs);
      Tensors answer = infer(model, scope, Shape.of(5, 2, 2));
      Tensors expected = infer(plain, scope, Shape.of(5, 4));
      assertThat(answer.get("y").shape()).isEqualTo(Shape.of(5, 1, 3));
      assertThat(answer.dense("y").view()).isEqualTo(expected.dense("y").view());
    }
  }

  @Test
  void a_shape_may_be_narrower_than_the_artefacts() {
    try (Model model =
        load("mlp", List.of(fp32("x", 2, 4)), List.of(fp32("y", 2, 3)), AS_DECLARED)) {
      assertThat(model.signature().inputs()).containsExactly(fp32("x", 2, 4));
    }
  }

  @Test
  void what_does_not_fit_the_artefact_is_not_loaded() {
    refused("no input 'z'; it has [x]", "mlp", List.of(fp32("z", -1, 4)));
    refused(
        "input 'x' would be INT64 [-1, 4]",
        "mlp",
        List.of(new TensorSpec("x", DataType.INT64, Shape.of(-1, 4))));
    refused("input 'x' would be FP32 [-1, 1, 4]", "mlp", List.of(fp32("x", -1, 1, 4)));
    refused("input 'x' would be FP32 [-1, 5]", "mlp", List.of(fp32("x", -1, 5)));
    refused("lists the inputs [a], the artefact takes [a, b]", "add", List.of(fp32("a", -1, 2)));
  }

  private void refused(String reason, String model, List<TensorSpec> inputs) {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> load(model, inputs, List.of(), AS_DECLARED))
        .withMessageContaining(reason);
  }

  private Model load(
      String name, List<TensorSpec> inputs, List<TensorSpec> outputs, Map<String, Shape> reshaped) {
    ForeignConfiguration foreign =
        new ForeignConfiguration("config.pbtxt", inputs, outputs, reshaped, List.of());
    return new DeclaredModelLoader(new OnnxModelLoader(handles))
        .load(
            new ModelArtifact(
                new ModelId(name, 1),
                "onnx",
                Path.of("src/test/models/onnx", name + ".onnx"),
                ModelSpec.DEFAULT,
                TextFiles.NONE,
                Optional.of(foreign)));
  }

  private static Tensors infer(Model model, TensorScope scope, Shape shape) {
    ByteBuffer data =
        ByteBuffer.allocateDirect((int) shape.elements() * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < shape.elements(); i++) {
      data.putFloat(4 * i, i);
    }
    Tensors inputs = Tensors.of("x", new Tensor.Dense(DataType.FP32, shape, data));
    return model.infer(inputs, scope, StopSignal.never());
  }

  private static TensorSpec fp32(String name, long... extents) {
    return new TensorSpec(name, DataType.FP32, Shape.of(extents));
  }
}
