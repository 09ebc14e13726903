package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.image.Placement;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class SegmentationTest {

  private static final VisionTask TASK = new VisionTask.Segment();

  @Property(seed = "1")
  void each_pixel_has_the_class_of_the_greatest_score_between_the_centres_of_the_grid(
      @ForAll @Size(24) List<@FloatRange(min = -9, max = 9) Float> scores,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int height) {
    Placement placement = new Placement(width, height, 8, 6, 0, 0, 8, 6);
    float[] values = new float[24];
    for (int i = 0; i < values.length; i++) {
      values[i] = scores.get(i);
    }

    byte[] classes = new ScoreMap(values, 2, 3, 4).classes(placement, 0.5f);

    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double gridX = (x + 0.5) * 4 / width - 0.5;
        double gridY = (y + 0.5) * 3 / height - 0.5;
        double first = between(values, 0, gridX, gridY);
        double second = between(values, 12, gridX, gridY);
        if (Math.abs(first - second) > 1e-4) {
          assertThat(classes[y * width + x]).isEqualTo((byte) (second > first ? 1 : 0));
        }
      }
    }
  }

  @Example
  void one_channel_is_a_class_before_a_background() {
    Segmentation segmentation = read(Map.of(), Shape.of(-1, 1, -1, -1), List.of("none", "cell"));
    Placement whole = new Placement(4, 1, 4, 1, 0, 0, 4, 1);

    Finding.Mask mask = mask(segmentation, whole, Shape.of(1, 1, 1, 4), -9, 0, 9, -0.1f);

    assertThat(mask.classes()).containsExactly(0, 1, 1, 0);
    assertThat(mask.labels()).containsExactly("none", "cell");
  }

  @Example
  void what_a_crop_did_not_show_is_class_0() {
    Segmentation segmentation = read(Map.of(), Shape.of(-1, 2, -1, -1), List.of());
    Placement cropped = new Placement(6, 2, 6, 2, 2, 0, 2, 2);

    Finding.Mask mask = mask(segmentation, cropped, Shape.of(1, 2, 2, 2), 0, 0, 0, 0, 1, 1, 1, 1);

    assertThat(mask.classes()).containsExactly(0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0);
    assertThat(mask.labels()).containsExactly("0", "1");
  }

  @Example
  void padding_is_left_out() {
    Segmentation segmentation = read(Map.of(), Shape.of(-1, 2, -1, -1), List.of());
    Placement padded = new Placement(2, 1, 2, 1, -1, 0, 4, 1);

    Finding.Mask mask = mask(segmentation, padded, Shape.of(1, 2, 1, 4), 0, 9, 0, 0, 9, 0, 9, 9);

    assertThat(mask.classes()).containsExactly(0, 1);
  }

  @Example
  void what_does_not_fit_the_output_is_told_at_load() {
    assertThatThrownBy(() -> read(Map.of(), Shape.of(-1, 300, 8, 8), List.of()))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("at most 256 classes");
    assertThatThrownBy(() -> read(Map.of(), Shape.of(-1, 3, 8, 8), List.of("one")))
        .hasMessageContaining("3 classes, but its labels name 1");
    assertThatThrownBy(
            () -> read(Map.of("activation", "softmax"), Shape.of(-1, 1, 8, 8), List.of()))
        .hasMessageContaining("postprocess.activation must be sigmoid or none");
  }

  private static double between(float[] values, int start, double gridX, double gridY) {
    double x = Math.clamp(gridX, 0, 3);
    double y = Math.clamp(gridY, 0, 2);
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(3, left + 1);
    int bottom = Math.min(2, top + 1);
    double upper =
        values[start + top * 4 + left] * (1 - (x - left))
            + values[start + top * 4 + right] * (x - left);
    double lower =
        values[start + bottom * 4 + left] * (1 - (x - left))
            + values[start + bottom * 4 + right] * (x - left);
    return upper * (1 - (y - top)) + lower * (y - top);
  }

  private static Segmentation read(Map<String, Object> values, Shape shape, List<String> labels) {
    TextFiles texts =
        labels.isEmpty() ? TextFiles.NONE : new TextFiles(Map.of(TextFiles.LABELS, labels));
    TensorSpec output = new TensorSpec("scores", DataType.FP32, shape);
    return Segmentation.read(values, texts, new Signature(List.of(), List.of(output)));
  }

  private static Finding.Mask mask(
      Segmentation segmentation, Placement placement, Shape shape, float... scores) {
    try (TensorScope scope = new DirectMemoryPool(0).open()) {
      Tensors outputs = Tensors.of("scores", TensorValues.floats(scope, shape, scores));
      return (Finding.Mask) segmentation.find(outputs, 1, 0, placement, TASK);
    }
  }
}
