package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.ModelDescription;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ModelConfigurationTest {

  @Test
  void the_batch_axis_is_left_out_and_the_labels_belong_to_the_output_of_their_width() {
    ModelConfiguration model =
        ModelConfiguration.of(
            describe(Shape.of(Shape.ANY, Shape.ANY), Shape.of(Shape.ANY, 2), ModelSpec.DEFAULT));

    assertThat(model.maxBatchSize()).isEqualTo(ModelSpec.DEFAULT.batching().maxRows());
    assertThat(model.inputs().getFirst().dims()).containsExactly(-1L);
    assertThat(model.inputs().getFirst().dataType()).isEqualTo("TYPE_STRING");
    assertThat(model.outputs().getFirst().dims()).containsExactly(2L);
    assertThat(model.outputs().getFirst().labelFile()).isEqualTo("labels.txt");
    assertThat(model.platform().name()).isEqualTo("pytorch_libtorch");
    assertThat(model.dynamicBatching()).isEmpty();
  }

  @Test
  void a_model_without_a_batch_axis_shows_every_extent() {
    ModelConfiguration model =
        ModelConfiguration.of(describe(Shape.of(4), Shape.of(3), ModelSpec.DEFAULT));

    assertThat(model.maxBatchSize()).isZero();
    assertThat(model.inputs().getFirst().dims()).containsExactly(4L);
    assertThat(model.outputs().getFirst().labelFile()).isEmpty();
  }

  @Test
  void a_model_that_joins_requests_says_how_long_it_waits() {
    ModelSpec.Batching joining =
        new ModelSpec.Batching(8, Duration.ofMillis(2), 64, ModelSpec.Join.ALWAYS);
    ModelSpec d = ModelSpec.DEFAULT;
    ModelSpec spec =
        new ModelSpec(
            d.task(),
            d.backend(),
            d.device(),
            d.instances(),
            d.threads(),
            d.versions(),
            joining,
            d.timeout(),
            d.cache(),
            d.warmup(),
            d.signature(),
            d.preprocess(),
            d.postprocess(),
            d.monitor());

    assertThat(ModelConfiguration.of(describe(Shape.of(4), Shape.of(3), spec)).dynamicBatching())
        .contains(new ModelConfiguration.DynamicBatching(2000, 64));
  }

  private static ModelDescription describe(Shape input, Shape output, ModelSpec spec) {
    return new ModelDescription(
        "m",
        1,
        List.of(1L),
        "torch",
        new Signature(
            List.of(new TensorSpec("x", DataType.BYTES, input)),
            List.of(new TensorSpec("y", DataType.FP32, output))),
        spec,
        new TextFiles(Map.of(TextFiles.LABELS, List.of("cat", "dog"))));
  }
}
