package io.salver.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.model.Device;
import io.salver.model.ModelSpec;
import io.salver.model.ModelSpec.Batching;
import io.salver.model.ModelSpec.Caching;
import io.salver.model.ModelSpec.Join;
import io.salver.model.Signature;
import io.salver.model.VersionPolicy;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelYamlTest {

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n"})
  void an_empty_file_says_the_defaults(String text) throws IOException {
    assertThat(read(text)).isEqualTo(ModelSpec.DEFAULT);
  }

  @Test
  void every_key_is_read() throws IOException {
    ModelSpec spec =
        read(
            """
            task: image-classification
            backend: torch
            device: cuda:1
            instances: 2
            threads: 3
            versions: {only: [3, 5]}
            batching: {max-rows: 32, max-delay: 2ms, queue: 8}
            timeout: 500ms
            cache: {max-bytes: 8M, ttl: 2h}
            warmup: 4
            preprocess: {resize: 256, mean: [0.5, 1], layout: nchw}
            postprocess: {top-k: 5, nested: {flag: true}}
            monitor: {window: 15m}
            signature:
              inputs: [{name: x, datatype: FP32, shape: [-1, 3]}]
              outputs: [{name: y, datatype: INT64, shape: []}]
            """);
    assertThat(spec.task()).contains("image-classification");
    assertThat(spec.backend()).contains("torch");
    assertThat(spec.cache()).contains(new Caching(8 << 20, Duration.ofHours(2)));
    assertThat(spec.device()).isEqualTo(new Device.Cuda(1));
    assertThat(spec.instances()).hasValue(2);
    assertThat(spec.threads()).isEqualTo(3);
    assertThat(spec.versions()).isEqualTo(new VersionPolicy.Only(Set.of(3L, 5L)));
    assertThat(spec.batching()).isEqualTo(new Batching(32, Duration.ofMillis(2), 8, Join.AUTO));
    assertThat(spec.timeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(spec.warmup()).isEqualTo(4);
    assertThat(spec.preprocess())
        .isEqualTo(Map.of("resize", 256, "mean", List.of(0.5, 1), "layout", "nchw"));
    assertThat(spec.postprocess()).isEqualTo(Map.of("top-k", 5, "nested", Map.of("flag", true)));
    assertThat(spec.monitor()).isEqualTo(Map.of("window", "15m"));
    assertThat(spec.signature())
        .contains(
            new Signature(
                List.of(new TensorSpec("x", DataType.FP32, Shape.of(-1, 3))),
                List.of(new TensorSpec("y", DataType.INT64, Shape.of()))));
  }

  @Test
  void the_other_version_policies_are_read() throws IOException {
    assertThat(read("versions: all").versions()).isEqualTo(new VersionPolicy.All());
    assertThat(read("versions: {latest: 2}").versions()).isEqualTo(new VersionPolicy.Latest(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cache: {max-byte: 3}                | unknown key 'cache.max-byte'; the nearest known one is 'cache.max-bytes'
          cache: {max-bytes: 0}               | cache.max-bytes must be a size such as 64M
          cache: {max-bytes: 1T}              | cache.max-bytes must be a size such as 64M
          cache: {ttl: 0s}                    | cache.ttl must be longer than nothing
          tsk: x                              | unknown key 'tsk'; the nearest known one is 'task'
          batching: {max_rows: 3}             | unknown key 'batching.max_rows'; the nearest known one is 'batching.max-rows'
          instances: many                     | instances must be a whole number from 1 to 256, not "many"
          instances: 0                        | instances must be a whole number from 1 to 256, not 0
          threads: 1.5                        | threads must be a whole number from 1 to 256, not 1.5
          warmup: -1                          | warmup must be a whole number from 0 to 10000, not -1
          task: [a]                           | task must be text, not ["a"]
          device: gpu                         | device must be auto, cpu, cuda or cuda:N, not "gpu"
          timeout: 500                        | timeout must be a duration such as 2ms, with a unit of us, ms, s, m, h or d, not 500
          timeout: 0s                         | timeout must be longer than nothing, not "0s"
          batching: {max-delay: 2 weeks}      | batching.max-delay must be a duration such as 2ms
          batching: 3                         | batching must be a mapping of keys, not 3
          versions: latest                    | versions must be all, {latest: N} or {only: [N, …]}, not "latest"
          versions: {latest: 1, only: [2]}    | versions must be either latest or only
          versions: {only: [0]}               | versions.only must be a list of positive whole numbers, not [0]
          versions: {only: []}                | versions.only must be a list of positive whole numbers, not []
          preprocess: 3                       | preprocess must be a mapping of keys, not 3
          monitor: {window: null}             | monitor.window is there without a value
          - a                                 | it must be a mapping of keys, not ["a"]
          signature: {inputs: []}             | signature.inputs must be a list of at least one tensor, not []
          signature: {inputs: [{name: x, datatype: FP33, shape: []}]} | signature.inputs[0].datatype must be one of
          signature: {inputs: [{name: x, datatype: FP32, shape: [-2]}]} | signature.inputs[0].shape must be a list of extents
          signature: {inputs: [{name: x, datatype: FP32}]} | signature.inputs[0].shape must be a list of extents
          signature: {inputs: [{datatype: FP32}]} | signature.inputs[0].name must be given
          signature: {inputs: [{name: x, datatype: FP32, shape: []}]} | signature.outputs is missing
          """)
  void what_is_wrong_is_named(String text, String reason) {
    assertThatExceptionOfType(RepositoryProblem.class)
        .isThrownBy(() -> read(text))
        .withMessageStartingWith("model.yaml: " + reason);
  }

  @Test
  void what_is_not_yaml_is_named_with_its_line() {
    assertThatExceptionOfType(RepositoryProblem.class)
        .isThrownBy(() -> read("task: a\nbatching: {max-rows: 3\nwarmup: 1\n"))
        .withMessageStartingWith("model.yaml is not YAML: line 3: ");
    assertThatExceptionOfType(RepositoryProblem.class)
        .isThrownBy(() -> read("task: a\ntask: b\n"))
        .withMessageContaining("uplicate")
        .withMessageContaining("task");
  }

  private ModelSpec read(String text) throws IOException {
    return new ModelYaml().read(Files.writeString(directory.resolve("model.yaml"), text));
  }
}
