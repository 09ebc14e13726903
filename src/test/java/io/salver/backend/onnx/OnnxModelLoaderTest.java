package io.salver.backend.onnx;

import static io.salver.testkit.TensorValues.bytes;
import static io.salver.testkit.TensorValues.floats;
import static io.salver.testkit.TensorValues.longs;
import static io.salver.testkit.TensorValues.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.fault.Unsupported;
import io.salver.model.Device;
import io.salver.model.DevicePolicy;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelLoader;
import io.salver.model.ModelLoaderContract;
import io.salver.model.ModelSpec;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.testkit.Specs;
import io.salver.time.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OnnxModelLoaderTest extends ModelLoaderContract {

  @Override
  protected ModelLoader loader() {
    return new OnnxModelLoader(handles);
  }

  @Override
  protected ModelArtifact artifact(String name) {
    return new ModelArtifact(
        new ModelId(name, 1),
        "onnx",
        Path.of("src/test/models/onnx", name + ".onnx"),
        ModelSpec.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void every_datatype_comes_back_bit_by_bit(int rows) {
    try (Model model = loader().load(artifact("identities"));
        TensorScope scope = pool.open()) {
      Tensors.Builder inputs = Tensors.builder();
      for (var spec : model.signature().inputs()) {
        inputs.put(spec.name(), pattern(scope, spec.dataType(), rows));
      }
      Tensors given = inputs.build();
      Tensors outputs = model.infer(given, scope, StopSignal.never());
      for (String name : given.names()) {
        Tensor output = outputs.get(name.replace("in_", "out_"));
        assertThat(output.dataType()).isEqualTo(given.get(name).dataType());
        assertThat(output.shape()).isEqualTo(Shape.of(rows));
        assertThat(bytes(output)).as(name).isEqualTo(bytes(given.get(name)));
      }
    }
  }

  @Test
  void wide_unsigned_outputs_are_copied() {
    try (Model model = loader().load(artifact("wide-unsigned"));
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("x", longs(scope, Shape.of(2), 1, 65535));
      Tensors outputs = model.infer(inputs, scope, StopSignal.never());
      assertThat(outputs.get("UINT16").dataType()).isEqualTo(DataType.UINT16);
      assertThat(bytes(outputs.get("UINT16"))).containsExactly(1, 0, -1, -1);
      assertThat(bytes(outputs.get("UINT32"))).containsExactly(1, 0, 0, 0, -1, -1, 0, 0);
      assertThat(bytes(outputs.get("UINT64"))).hasSize(16).startsWith(1, 0);
    }
  }

  @Test
  void heap_memory_is_accepted() {
    try (Model model = loader().load(artifact("scalar"));
        TensorScope scope = pool.open()) {
      var heap = java.nio.ByteBuffer.allocate(4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
      heap.putFloat(0, 2.5f);
      Tensors inputs = Tensors.of("x", new Tensor.Dense(DataType.FP32, Shape.of(), heap));
      Tensors outputs = model.infer(inputs, scope, StopSignal.never());
      assertThat(outputs.get("y").shape()).isEqualTo(Shape.of());
      assertThat(floats(outputs.get("y"))).containsExactly(-2.5f);
    }
  }

  @Test
  void texts_of_any_shape_come_back() {
    try (Model model = loader().load(artifact("text"));
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("text", strings(Shape.of(2, 2), "", "plain", "größer", "日本"));
      Tensor same = model.infer(inputs, scope, StopSignal.never()).get("same");
      assertThat(same.shape()).isEqualTo(Shape.of(2, 2));
      assertThat(strings(same)).containsExactly("", "plain", "größer", "日本");
      Tensors none = Tensors.of("text", strings(Shape.of(0, 2)));
      assertThat(model.infer(none, scope, StopSignal.never()).get("same").shape())
          .isEqualTo(Shape.of(0, 2));
    }
  }

  @Test
  void bytes_that_cannot_be_passed_unchanged_are_refused() {
    try (Model model = loader().load(artifact("text"));
        TensorScope scope = pool.open()) {
      Tensors notText =
          Tensors.of(
              "text", new Tensor.Strings(Shape.of(1, 1), List.of(new byte[] {(byte) 0xff, 0x20})));
      assertThatExceptionOfType(InvalidInput.class)
          .isThrownBy(() -> model.infer(notText, scope, StopSignal.never()))
          .withMessage("element 0 of input 'text' is not UTF-8, the model takes text");
      Tensors supplementary = Tensors.of("text", strings(Shape.of(1, 1), "a😀"));
      assertThatExceptionOfType(Unsupported.class)
          .isThrownBy(() -> model.infer(supplementary, scope, StopSignal.never()))
          .withMessageContaining("U+1F600");
    }
  }

  @Test
  void a_shape_that_only_the_run_can_tell_is_learned_from_the_run() {
    try (Model model = loader().load(artifact("nonzero"));
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("x", floats(scope, Shape.of(4), 0, 1, 0, 2));
      Tensor at = model.infer(inputs, scope, StopSignal.never()).get("at");
      assertThat(at.shape()).isEqualTo(Shape.of(1, 2));
      assertThat(longs(at)).containsExactly(1, 3);
    }
  }

  @Test
  void a_graph_that_declares_the_wrong_shape_serves_all_the_same() {
    try (Model model = loader().load(artifact("lying"));
        TensorScope scope = pool.open()) {
      for (int run = 0; run < 3; run++) {
        Tensors inputs = Tensors.of("x", floats(scope, Shape.of(2), 5, 6));
        Tensor y = model.infer(inputs, scope, StopSignal.never()).get("y");
        assertThat(y.shape()).isEqualTo(Shape.of(3));
        assertThat(floats(y)).containsExactly(5, 6, 1);
      }
    }
  }

  @Test
  void inputs_that_share_a_symbol_must_agree() {
    try (Model model = loader().load(artifact("add"));
        TensorScope scope = pool.open()) {
      Tensors inputs =
          Tensors.builder()
              .put("a", floats(scope, Shape.of(1, 2), 1, 2))
              .put("b", floats(scope, Shape.of(2, 2), 1, 2, 3, 4))
              .build();
      assertThatExceptionOfType(InvalidInput.class)
          .isThrownBy(() -> model.infer(inputs, scope, StopSignal.never()))
          .withMessage("input 'b' has extent 2 at axis 0, other inputs have 1 there");
    }
  }

  @Test
  void a_value_that_the_model_cannot_take_is_the_clients_mistake() {
    try (Model model = loader().load(artifact("lookup"));
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("ids", longs(scope, Shape.of(1), 4));
      assertThatExceptionOfType(InvalidInput.class)
          .isThrownBy(() -> model.infer(inputs, scope, StopSignal.never()))
          .withMessageContaining("out of data bounds");
    }
  }

  @Test
  void a_node_that_fails_is_a_backend_failure() {
    try (Model model = loader().load(artifact("reshape"));
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("x", floats(scope, Shape.of(5), 1, 2, 3, 4, 5));
      assertThatExceptionOfType(BackendFailure.class)
          .isThrownBy(() -> model.infer(inputs, scope, StopSignal.never()))
          .withMessageContaining("model reshape@1 failed");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          corrupt               | corrupt.onnx is not an ONNX file, or is cut off
          absent                | absent.onnx or a file that it refers to is missing
          future-opset          | opset
          missing-external-data | nowhere.bin
          sequence              | output 's' is a map or a sequence
          unsigned-input        | input 'x' is UINT64, which ONNX Runtime cannot be given from Java
          """)
  void what_cannot_be_loaded_says_why(String name, String reason) {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader().load(artifact(name)))
        .withMessageContaining(reason);
  }

  @Test
  void cuda_that_is_not_there_is_refused_with_what_there_is() {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader().load(add(new Device.Cuda(41))))
        .withMessageStartingWith("model add@1 asks for device cuda:41, but ")
        .withMessageContaining("ONNX Runtime")
        .withMessageEndingWith("set salver.devices.absent=cpu to load it on the CPU");
  }

  @Test
  void cuda_that_is_not_there_becomes_the_cpu_by_setting_and_that_is_told() {
    List<String> told = new ArrayList<>();
    DevicePolicy policy =
        new DevicePolicy(
            DevicePolicy.Absent.CPU,
            (id, asked, found) -> told.add(id + " " + asked.text() + " " + found.text()));
    new OnnxModelLoader(handles, policy).load(add(new Device.Cuda(41))).close();
    assertThat(told).containsExactly("add@1 cuda:41 cpu");
  }

  @Test
  void auto_loads_on_the_cpu_where_a_device_that_seemed_usable_refuses() {
    OnnxModelLoader loader =
        new OnnxModelLoader(handles, DevicePolicy.STRICT, index -> Optional.empty());
    loader.load(add(new Device.Auto())).close();
    loader.load(add(new Device.Cpu())).close();
  }

  private ModelArtifact add(Device device) {
    ModelArtifact add = artifact("add");
    return new ModelArtifact(add.id(), "onnx", add.file(), Specs.DEFAULT.device(device).build());
  }

  /** Distinct bytes; booleans only 0 and 1. */
  private static Tensor pattern(TensorScope scope, DataType dataType, int rows) {
    byte[] values = new byte[rows * dataType.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (dataType == DataType.BOOL ? i % 2 : 17 * i + 3);
    }
    return bytes(scope, dataType, Shape.of(rows), values);
  }
}
