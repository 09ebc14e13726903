package io.salver.backend.torch;

import static io.salver.testkit.TensorValues.bytes;
import static io.salver.testkit.TensorValues.floats;
import static io.salver.testkit.TensorValues.longs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.Device;
import io.salver.model.DevicePolicy;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelLoader;
import io.salver.model.ModelLoaderContract;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.Specs;
import io.salver.time.StopSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TorchModelLoaderTest extends ModelLoaderContract {

  private static final Shape ROWS = Shape.of(Shape.ANY);
  private static final Shape PAIRS = Shape.of(Shape.ANY, 2);
  private static final List<DataType> DENSE =
      List.of(
          DataType.BOOL,
          DataType.UINT8,
          DataType.INT8,
          DataType.INT32,
          DataType.INT64,
          DataType.FP16,
          DataType.FP32,
          DataType.FP64);

  @Override
  protected ModelLoader loader() {
    return new TorchModelLoader(handles);
  }

  @Override
  protected ModelArtifact artifact(String name) {
    return name.equals("lookup")
        ? artifact(name, List.of(tensor("ids", DataType.INT64, ROWS)), List.of(fp32("rows", PAIRS)))
        : artifact(name, List.of(fp32("a", PAIRS), fp32("b", PAIRS)), List.of(fp32("sum", PAIRS)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void every_datatype_comes_back_bit_by_bit(int rows) {
    List<TensorSpec> inputs = new ArrayList<>();
    List<TensorSpec> outputs = new ArrayList<>();
    DENSE.forEach(type -> inputs.add(tensor("in_" + type, type, ROWS)));
    DENSE.forEach(type -> outputs.add(tensor("out_" + type, type, ROWS)));
    try (Model model = loader().load(artifact("identities", inputs, outputs));
        TensorScope scope = pool.open()) {
      Tensors.Builder given = Tensors.builder();
      for (DataType type : DENSE) {
        byte[] values = new byte[rows * type.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (byte) (type == DataType.BOOL ? i % 2 : 17 * i + 3);
        }
        given.put("in_" + type, bytes(scope, type, Shape.of(rows), values));
      }
      Tensors tensors = given.build();
      Tensors answer = model.infer(tensors, scope, StopSignal.never());
      for (DataType type : DENSE) {
        assertThat(answer.get("out_" + type).dataType()).isEqualTo(type);
        assertThat(bytes(answer.get("out_" + type)))
            .as(type.name())
            .isEqualTo(bytes(tensors.get("in_" + type)));
      }
    }
  }

  @Test
  void a_tuple_is_read_by_position_and_a_view_row_by_row() {
    Shape any = Shape.of(Shape.ANY, Shape.ANY);
    ModelArtifact pair =
        artifact("pair", List.of(fp32("x", any)), List.of(fp32("turned", any), fp32("sum", ROWS)));
    try (Model model = loader().load(pair);
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("x", floats(scope, Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
      Tensors outputs = model.infer(inputs, scope, StopSignal.never());
      assertThat(outputs.get("turned").shape()).isEqualTo(Shape.of(3, 2));
      assertThat(floats(outputs.get("turned"))).containsExactly(1, 4, 2, 5, 3, 6);
      assertThat(floats(outputs.get("sum"))).containsExactly(6, 15);
    }
  }

  @Test
  void a_dictionary_is_read_by_name() {
    ModelArtifact named =
        artifact(
            "named",
            List.of(tensor("x", DataType.INT64, ROWS)),
            List.of(
                tensor("double", DataType.INT64, ROWS), tensor("negative", DataType.INT64, ROWS)));
    try (Model model = loader().load(named);
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("x", longs(scope, Shape.of(2), 3, 4));
      Tensors outputs = model.infer(inputs, scope, StopSignal.never());
      assertThat(longs(outputs.get("double"))).containsExactly(6, 8);
      assertThat(longs(outputs.get("negative"))).containsExactly(-3, -4);
    }
  }

  @Test
  void an_output_against_the_declaration_is_a_backend_failure() {
    ModelArtifact wrong =
        artifact(
            "lookup",
            List.of(tensor("ids", DataType.INT64, ROWS)),
            List.of(fp32("rows", Shape.of(Shape.ANY, 3))));
    try (Model model = loader().load(wrong);
        TensorScope scope = pool.open()) {
      Tensors inputs = Tensors.of("ids", longs(scope, Shape.of(1), 1));
      assertThatExceptionOfType(BackendFailure.class)
          .isThrownBy(() -> model.infer(inputs, scope, StopSignal.never()))
          .withMessageContaining("returned shape [1, 2] as output 'rows'")
          .withMessageContaining("declares FP32 [-1, 3]");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"INT64", "FP32"})
  void an_output_of_another_type_is_a_backend_failure(DataType declared) {
    for (String name : List.of("short", "float")) {
      ModelArtifact wrong =
          artifact(
              name,
              List.of(tensor("x", DataType.INT64, ROWS)),
              List.of(tensor("y", declared, ROWS)));
      if (name.equals("float") && declared == DataType.FP32) {
        continue;
      }
      try (Model model = loader().load(wrong);
          TensorScope scope = pool.open()) {
        Tensors inputs = Tensors.of("x", longs(scope, Shape.of(2), 1, 2));
        assertThatExceptionOfType(BackendFailure.class)
            .isThrownBy(() -> model.infer(inputs, scope, StopSignal.never()))
            .withMessageContaining("as output 'y', model.yaml declares " + declared);
      }
    }
  }

  @Test
  void a_batch_has_one_length() {
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
  void without_a_signature_it_says_what_is_missing() {
    ModelArtifact bare =
        new ModelArtifact(
            new ModelId("add", 1),
            "torch",
            Path.of("src/test/models/torch/add.pt"),
            ModelSpec.DEFAULT);
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader().load(bare))
        .withMessageContaining("model.yaml needs the key 'signature'");
  }

  @Test
  void what_a_script_cannot_be_given_is_refused_at_load() {
    ModelArtifact text =
        artifact("add", List.of(tensor("a", DataType.BYTES, ROWS)), List.of(fp32("sum", ROWS)));
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader().load(text))
        .withMessage("tensor 'a' is BYTES, which the torch backend cannot carry");
  }

  @Test
  void cuda_that_is_not_there_is_refused_with_what_there_is() {
    ModelArtifact add = artifact("add");
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(() -> loader().load(on(new Device.Cuda(41), add)))
        .withMessageStartingWith("model add@1 asks for device cuda:41, but this PyTorch sees ")
        .withMessageEndingWith("set salver.devices.absent=cpu to load it on the CPU");
  }

  @Test
  void cuda_that_is_not_there_becomes_the_cpu_by_setting_and_that_is_told() {
    List<String> told = new ArrayList<>();
    DevicePolicy policy =
        new DevicePolicy(
            DevicePolicy.Absent.CPU,
            (id, asked, found) -> told.add(id + " " + asked.text() + " " + found.text()));
    new TorchModelLoader(handles, policy).load(on(new Device.Cuda(41), artifact("add"))).close();
    assertThat(told).containsExactly("add@1 cuda:41 cpu");
  }

  private static ModelArtifact on(Device device, ModelArtifact artifact) {
    return new ModelArtifact(
        artifact.id(),
        artifact.backend(),
        artifact.file(),
        Specs.DEFAULT.device(device).signature(artifact.spec().signature()).build());
  }

  private static ModelArtifact artifact(
      String name, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    return new ModelArtifact(
        new ModelId(name, 1),
        "torch",
        Path.of("src/test/models/torch", name + ".pt"),
        Specs.DEFAULT.signature(Optional.of(new Signature(inputs, outputs))).build());
  }

  private static TensorSpec tensor(String name, DataType dataType, Shape shape) {
    return new TensorSpec(name, dataType, shape);
  }

  private static TensorSpec fp32(String name, Shape shape) {
    return tensor(name, DataType.FP32, shape);
  }
}
