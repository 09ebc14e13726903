package io.salver.repository.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.model.Device;
import io.salver.model.ForeignConfiguration;
import io.salver.model.ModelSpec;
import io.salver.model.ModelSpec.Batching;
import io.salver.model.ModelSpec.Join;
import io.salver.model.Signature;
import io.salver.model.VersionPolicy;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TritonModelReaderTest {

  private static final String FULL =
      """
      # A comment, and both ways to write a list.
      name: "resnet"
      platform: "onnxruntime_onnx"
      max_batch_size: 32
      input [
        {
          name: "image"
          data_type: TYPE_FP32
          format: FORMAT_NCHW
          dims: [ 3, 224, -1 ]
        },
        { name: "scale" data_type: TYPE_FP32 dims: [ 1 ] reshape: { shape: [ ] } }
      ]
      output {
        name: "text"
        data_type: TYPE_STRING
        dims: 10
        label_filename: "names.txt"
      }
      instance_group [ { count: 2 kind: KIND_CPU } ]
      dynamic_batching {
        preferred_batch_size: [ 8, 16 ]
        max_queue_delay_microseconds: 500
        default_queue_policy { max_queue_size: 64 }
      }
      version_policy: { specific: { versions: [1, 3] } }
      default_model_filename: "net.onnx"
      response_cache { enable: true }
      optimization { execution_accelerators { gpu_execution_accelerator : [ {
        name : "tensorrt" parameters { key: "precision_mode" value: "FP16" } } ] } }
      parameters { key: "intra_op_thread_count" value: { string_value: "2" } }
      parameters { key: "enable_mem_arena" value: { string_value: "1" } }
      """;

  private static final String[] SCRAPS = {
    "",
    "{ ",
    "} ",
    "[ ",
    "-1 ",
    "0 ",
    "4294967295 ",
    "9223372036854775807 ",
    "\"\\377\" ",
    "dims: ",
    "TYPE_INVALID "
  };

  @TempDir private Path directory = Path.of("");

  @Test
  void what_has_a_meaning_here_is_read() throws IOException {
    TritonModel model = read("resnet", FULL);
    ModelSpec spec = model.spec();
    assertThat(spec.backend()).contains("onnx");
    assertThat(spec.device()).isEqualTo(new Device.Cpu());
    assertThat(spec.instances()).hasValue(2);
    assertThat(spec.threads()).isEqualTo(2);
    assertThat(spec.versions()).isEqualTo(new VersionPolicy.Only(Set.of(1L, 3L)));
    assertThat(spec.batching())
        .isEqualTo(new Batching(32, Duration.ofNanos(500_000), 64, Join.ALWAYS));
    assertThat(spec.cache()).isPresent();
    assertThat(spec.signature()).isEmpty();
    assertThat(spec.postprocess()).isEqualTo(Map.of("labels", "names.txt"));
    assertThat(model.artifactName()).contains("net.onnx");
  }

  @Test
  void tensors_get_the_axis_of_rows_that_their_dims_do_not_mention() throws IOException {
    ForeignConfiguration foreign = read("resnet", FULL).foreign();
    assertThat(foreign.inputs())
        .containsExactly(
            new TensorSpec("image", DataType.FP32, Shape.of(-1, 3, 224, -1)),
            new TensorSpec("scale", DataType.FP32, Shape.of(-1, 1)));
    assertThat(foreign.outputs())
        .containsExactly(new TensorSpec("text", DataType.BYTES, Shape.of(-1, 10)));
    assertThat(foreign.reshaped()).isEqualTo(Map.of("scale", Shape.of(-1)));
  }

  @Test
  void what_only_concerns_speed_is_ignored_and_listed() throws IOException {
    assertThat(read("resnet", FULL).foreign().ignored())
        .containsExactly(
            "optimization",
            "parameters.enable_mem_arena",
            "dynamic_batching.preferred_batch_size (what waits is joined)");
  }

  @Test
  void an_empty_file_leaves_all_to_the_artefact() throws IOException {
    TritonModel model = read("mlp", "");
    ModelSpec defaults = ModelSpec.DEFAULT;
    assertThat(model.spec().backend()).isEmpty();
    assertThat(model.spec().device()).isEqualTo(defaults.device());
    assertThat(model.spec().instances()).isEmpty();
    assertThat(model.spec().versions()).isEqualTo(defaults.versions());
    assertThat(model.spec().batching().join()).isEqualTo(Join.NEVER);
    assertThat(model.foreign().inputs()).isEmpty();
    assertThat(model.foreign().ignored()).isEmpty();
  }

  @Test
  void without_max_batch_size_dims_are_whole_shapes_of_any_length() throws IOException {
    TritonModel model = read("mlp", "input { name: \"x\" data_type: TYPE_INT64 dims: [ -1, 4 ] }");
    assertThat(model.foreign().inputs())
        .containsExactly(new TensorSpec("x", DataType.INT64, Shape.of(-1, 4)));
    assertThat(model.spec().batching().maxRows()).isEqualTo(1_000_000);
  }

  @Test
  void torchscript_gets_its_signature_in_the_order_of_places() throws IOException {
    TritonModel model =
        read(
            "add",
            """
            backend: "pytorch"
            max_batch_size: 4
            input { name: "INPUT__1" data_type: TYPE_FP32 dims: [ 2 ] }
            input { name: "INPUT__0" data_type: TYPE_FP16 dims: [ 2 ] }
            output { name: "OUTPUT__0" data_type: TYPE_FP32 dims: [ 2, 1 ] reshape { shape: [ 2 ] } }
            """);
    assertThat(model.spec().backend()).contains("torch");
    assertThat(model.spec().signature())
        .contains(
            new Signature(
                List.of(
                    new TensorSpec("INPUT__0", DataType.FP16, Shape.of(-1, 2)),
                    new TensorSpec("INPUT__1", DataType.FP32, Shape.of(-1, 2))),
                List.of(new TensorSpec("OUTPUT__0", DataType.FP32, Shape.of(-1, 2)))));
    assertThat(model.foreign().outputs().getFirst().shape()).isEqualTo(Shape.of(-1, 2, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: KIND_CPU                          | cpu    | 1
          kind: KIND_CPU count: 3                 | cpu    | 3
          kind: KIND_GPU                          | cuda:0 | 1
          kind: KIND_GPU gpus: [ 1 ] count: 2     | cuda:1 | 2
          kind: KIND_AUTO                         | auto   | 1
          kind: KIND_MODEL                        | auto   | 1
          """)
  void instance_groups_say_where_and_how_often(String group, String device, int instances)
      throws IOException {
    ModelSpec spec = read("mlp", "instance_group { " + group + " }").spec();
    assertThat(spec.device().text()).isEqualTo(device);
    assertThat(spec.instances()).hasValue(instances);
  }

  @Test
  void groups_on_other_devices_are_ignored_and_said() throws IOException {
    TritonModel model =
        read(
            "mlp",
            "instance_group [ { kind: KIND_CPU count: 4 }, { kind: KIND_GPU gpus: [ 0, 1 ] } ]");
    assertThat(model.spec().device()).isEqualTo(new Device.Cuda(0));
    assertThat(model.spec().instances()).hasValue(1);
    assertThat(model.foreign().ignored())
        .contains("instance_group on more than one device (the model runs on cuda:0)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version_policy { latest { num_versions: 2 } } | Latest[count=2]
          version_policy { latest { } }                 | Latest[count=1]
          version_policy { latest { num_versions: 4294967295 } } | Latest[count=2147483647]
          version_policy: { all { } }                   | All[]
          """)
  void version_policies_are_read(String text, String policy) throws IOException {
    assertThat(read("mlp", text).spec().versions()).hasToString(policy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: "other"                                     | name is 'other', the directory is 'mlp'
          max_batch: 4                                      | 1:1: Input contains unknown fields and/or extensions: 1:1: ModelConfig.max_batch
          max_batch_size: many                              | 1:17: Couldn't parse integer
          platform: "tensorrt_plan"                         | platform 'tensorrt_plan' is not served here; [onnxruntime_onnx, pytorch_libtorch] are. Export
          backend: "python"                                 | a typed task here, or a service of yours
          platform: "onnxruntime_onnx" backend: "pytorch"   | contradict each other
          max_batch_size: -1                                | max_batch_size must be 0 or more, not -1
          dynamic_batching { }                              | needs a max_batch_size over 0
          ensemble_scheduling { step { model_name: "a" model_version: -1 input_map { key: "x" value: "y" } } } | ensembles are not served
          sequence_batching { max_sequence_idle_microseconds: 5000000 oldest { max_candidate_sequences: 4 } }   | sequences that keep state
          model_transaction_policy { decoupled: true }      | exactly one answer
          batch_input { kind: BATCH_ELEMENT_COUNT target_name: "n" data_type: TYPE_FP32 source_input: "x" }     | batch_input
          input { name: "x" data_type: TYPE_FP32 dims: 1 allow_ragged_batch: true } | allow_ragged_batch
          input { name: "x" dims: [ 1 ] }                   | input 'x' has no data_type
          input { name: "x" data_type: TYPE_FP32 }          | input 'x' has no dims
          input { data_type: TYPE_FP32 dims: 1 }            | an input has no name
          input { name: "x" data_type: TYPE_FP32 dims: [ -2 ] } | dims of 'x' must be extents of 1 or more, or -1 for any, not [-2]
          input { name: "x" data_type: TYPE_FP32 dims: [ 9000000000000000000, 9 ] } | dims of 'x' makes more than 2^53 elements
          input { name: "x" data_type: TYPE_FP32 dims: [ 4 ] reshape { shape: [ 2, 3 ] } } | reshape of 'x' to [2, 3] has other elements than its dims [4]
          input [ { name: "x" data_type: TYPE_FP32 dims: 1 }, { name: "x" data_type: TYPE_FP32 dims: 1 } ] | input 'x' is there twice
          backend: "pytorch"                                | a TorchScript file does not tell them
          default_model_filename: "../other/model.onnx"     | must be the name of a file
          version_policy { specific { versions: [ 0 ] } }   | must list positive numbers, not [0]
          instance_group { kind: KIND_CPU count: 1000 }     | instance_group.count must be from 0 to 256, not 1000
          parameters { key: "intra_op_thread_count" value { string_value: "all" } } | must be a whole number from 0 to 256, not 'all'
          """)
  void what_cannot_be_used_says_why(String text, String reason) {
    assertThatExceptionOfType(TritonProblem.class)
        .isThrownBy(() -> read("mlp", text))
        .withMessageStartingWith("config.pbtxt: ")
        .withMessageContaining(reason);
  }

  @Test
  void a_queue_may_be_as_long_as_triton_lets_it() throws IOException {
    String text =
        "max_batch_size: 2 dynamic_batching { default_queue_policy { max_queue_size: 4294967295 } }";
    assertThat(read("mlp", text).spec().batching().queue()).isEqualTo(1_000_000);
  }

  @Test
  void whatever_stands_in_the_file_is_read_or_refused() throws IOException {
    Random random = new Random(35);
    String[] words = FULL.split("(?<=\\s)");
    int refused = 0;
    for (int round = 0; round < 2_000; round++) {
      String[] mutated = words.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        mutated[random.nextInt(words.length)] = SCRAPS[random.nextInt(SCRAPS.length)];
      }
      try {
        read("resnet", String.join("", mutated));
      } catch (TritonProblem problem) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 1_999);
  }

  @Test
  void bytes_that_are_no_text_say_so() throws IOException {
    Path file = directory.resolve("config.pbtxt");
    Files.write(file, "name: \"ä\"".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(TritonProblem.class)
        .isThrownBy(() -> TritonModelReader.read(file, "mlp"))
        .withMessageContaining("UTF-8");
  }

  private TritonModel read(String name, String text) throws IOException {
    Path file = directory.resolve("config.pbtxt");
    Files.writeString(file, text);
    return TritonModelReader.read(file, name);
  }
}
