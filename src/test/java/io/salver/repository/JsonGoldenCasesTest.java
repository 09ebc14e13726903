package io.salver.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.GoldenCase;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.testkit.TensorValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonGoldenCasesTest {

  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  @TempDir private Path root = Path.of("");

  @Test
  void without_a_file_there_are_no_cases() throws IOException {
    try (TensorScope scope = pool.open()) {
      assertThat(read(scope)).isEmpty();
    }
  }

  @Test
  void cases_are_read_with_their_tensors() throws IOException {
    write(
        """
        {"cases": [{"name": "two", "tolerance": 1e-5,
          "inputs": [{"name": "ids", "datatype": "INT64", "shape": [2], "data": [1, 9007199254740993]}],
          "outputs": [{"name": "text", "datatype": "BYTES", "shape": [1], "data": ["größer"]},
                      {"name": "y", "datatype": "FP32", "shape": [1, 2], "data": [0.5, NaN]}]}]}
        """);
    try (TensorScope scope = pool.open()) {
      GoldenCase golden = read(scope).getFirst();
      assertThat(golden.name()).isEqualTo("two");
      assertThat(golden.tolerance()).isEqualTo(1e-5);
      assertThat(TensorValues.longs(golden.inputs().get("ids")))
          .containsExactly(1, 9007199254740993L);
      assertThat(TensorValues.strings(golden.outputs().get("text"))).containsExactly("größer");
      assertThat(golden.outputs().get("y").shape()).isEqualTo(Shape.of(1, 2));
      assertThat(TensorValues.floats(golden.outputs().get("y"))).containsExactly(0.5f, Float.NaN);
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"cases": [                                                                             | is not JSON
          {"cases": [{"inputs": [{"name": "x", "shape": [1], "data": [1]}]}]}                     | tensor 'x' has no datatype
          {"cases": [{"inputs": [{"name": "x", "datatype": "FP32", "shape": [2], "data": [1]}]}]} | tensor 'x' of shape [2] takes 2 elements, got 1
          """)
  void what_is_wrong_is_named(String text, String reason) throws IOException {
    write(text);
    try (TensorScope scope = pool.open()) {
      assertThatExceptionOfType(BackendFailure.class)
          .isThrownBy(() -> read(scope))
          .withMessageContaining(reason);
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  private List<GoldenCase> read(TensorScope scope) {
    ModelArtifact artifact =
        new ModelArtifact(
            new ModelId("m", 1), "onnx", root.resolve("m/1/model.onnx"), ModelSpec.DEFAULT);
    return new JsonGoldenCases(root).read(artifact, scope);
  }

  private void write(String json) throws IOException {
    Files.createDirectories(root.resolve("m/1"));
    Files.writeString(root.resolve("m/1/golden.json"), json);
  }
}
