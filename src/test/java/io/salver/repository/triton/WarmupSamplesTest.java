package io.salver.repository.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.GoldenCase;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.TextFiles;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarmupSamplesTest {

  @TempDir private Path root = Path.of("");

  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);
  private final TensorScope scope = pool.open();

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void a_sample_is_run_as_often_as_it_says_with_as_many_rows() throws IOException {
    List<GoldenCase> cases =
        read(
            """
            max_batch_size: 8
            model_warmup {
              name: "two rows"
              batch_size: 2
              count: 3
              inputs { key: "x" value { data_type: TYPE_FP32 dims: [ 4 ] zero_data: true } }
            }
            """);
    assertThat(cases).hasSize(3).extracting(GoldenCase::name).containsOnly("two rows");
    Tensor.Dense x = cases.getFirst().inputs().dense("x");
    assertThat(x.shape()).isEqualTo(Shape.of(2, 4));
    assertThat(x.view().asFloatBuffer().get(7)).isZero();
    assertThat(cases.getFirst().outputs().size()).isZero();
  }

  @Test
  void without_max_batch_size_there_is_no_axis_of_rows() throws IOException {
    Tensor.Dense x =
        read("""
                model_warmup { batch_size: 1
                  inputs { key: "x" value { data_type: TYPE_INT64 dims: [ 3 ] random_data: true } } }
                """)
            .getFirst()
            .inputs()
            .dense("x");
    assertThat(x.shape()).isEqualTo(Shape.of(3));
    for (int i = 0; i < 3; i++) {
      assertThat(x.view().asLongBuffer().get(i)).isBetween(0L, 1L);
    }
  }

  @Test
  void a_file_is_one_row() throws IOException {
    Path warmup = Files.createDirectories(root.resolve("mlp/warmup"));
    Files.write(warmup.resolve("bytes"), new byte[] {1, 2});
    byte[] word = "wörd".getBytes(StandardCharsets.UTF_8);
    Files.write(
        warmup.resolve("text"),
        ByteBuffer.allocate(4 + word.length).put((byte) word.length).position(4).put(word).array());
    GoldenCase run =
        read("""
                max_batch_size: 4
                model_warmup { batch_size: 2
                  inputs { key: "b" value { data_type: TYPE_UINT8 dims: [ 2 ] input_data_file: "bytes" } }
                  inputs { key: "t" value { data_type: TYPE_STRING dims: [ 1 ] input_data_file: "text" } } }
                """)
            .getFirst();
    assertThat(run.inputs().dense("b").view()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 1, 2}));
    assertThat(((Tensor.Strings) run.inputs().get("t")).elements()).containsExactly(word, word);
  }

  @Test
  void what_cannot_be_made_says_why() throws IOException {
    Files.createDirectories(root.resolve("mlp/warmup"));
    Files.write(root.resolve("mlp/warmup/short"), new byte[3]);
    Files.write(root.resolve("secret"), new byte[8]);
    refused("dims: [ -1 ] zero_data: true", "dims of 'x' in model_warmup must be 1 or more");
    refused("dims: [ 2 ] input_data_file: \"none\"", "there is no file warmup/none");
    refused("dims: [ 2 ] input_data_file: \"short\"", "has 3 bytes; a row takes 8 bytes");
    refused("dims: [ 99999, 99999 ] zero_data: true", "67108864 elements at most");
  }

  private void refused(String input, String reason) {
    assertThatExceptionOfType(BackendFailure.class)
        .isThrownBy(
            () ->
                read(
                    "model_warmup { inputs { key: \"x\" value { data_type: TYPE_FP32 %s } } }"
                        .formatted(input)))
        .withMessageContaining(reason);
  }

  private List<GoldenCase> read(String text) throws IOException {
    Path file = Files.createDirectories(root.resolve("mlp")).resolve("config.pbtxt");
    Files.writeString(file, text);
    TritonModel model = TritonModelReader.read(file, "mlp");
    ModelArtifact artifact =
        new ModelArtifact(
            new ModelId("mlp", 1),
            "onnx",
            root.resolve("mlp/1/model.onnx"),
            model.spec(),
            TextFiles.NONE,
            Optional.of(model.foreign()));
    return new WarmupSamples(root).read(artifact, scope);
  }
}
