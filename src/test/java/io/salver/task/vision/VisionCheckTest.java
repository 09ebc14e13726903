package io.salver.task.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.FakeTaskModels;
import io.salver.task.TaskName;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VisionCheckTest {

  private static final Shape FIXED = Shape.of(-1, 3, 224, 224);
  private static final Shape FREE = Shape.of(-1, 3, -1, -1);

  @Test
  void a_model_without_settings_is_fed_by_its_own_extents() {
    fits(FIXED, Map.of());
    fits(Shape.of(1, 1, 28, 28), Map.of());
    fits(Shape.of(-1, 224, 224, 3), Map.of("layout", "nhwc"));
    fits(FREE, Map.of());
  }

  @Test
  void usual_settings_fit() {
    fits(FIXED, Map.of("resize", 256, "crop", 224));
    fits(FIXED, Map.of("resize", 256));
    fits(FIXED, Map.of("fit", "letterbox", "fill", 114));
    fits(FIXED, Map.of("resize", 224, "fit", "stretch", "mean", 0.5, "std", List.of(1, 2, 3)));
    fits(FIXED, Map.of("color", "bgr", "range", List.of(-1, 1), "interpolation", "bicubic"));
    fits(FREE, Map.of("resize", 800, "multiple", 32));
    fits(Shape.of(-1, -1, 64, 64), Map.of("color", "gray"));
  }

  @Test
  void settings_that_make_another_shape_do_not_fit() {
    wrong("preprocess makes pictures of 192 x 192", FIXED, Map.of("resize", 256, "crop", 192));
    wrong(
        "preprocess makes pictures of 448 x 224",
        FIXED,
        Map.of("multiple", 224, "resize", List.of(256, 224)));
    wrong("has 3 channels where layout puts them", FIXED, Map.of("color", "gray"));
    wrong("has 224 channels", FIXED, Map.of("layout", "nhwc"));
    wrong("of four axes", Shape.of(-1, 3, 224), Map.of());
    wrong("of four axes, the first of them open or 1", Shape.of(4, 3, 224, 224), Map.of());
  }

  @Test
  void values_that_make_no_sense_are_named_with_their_key() {
    wrong(
        "unknown key 'preprocess.reszie'; the nearest known one is 'preprocess.resize'",
        FIXED,
        Map.of("reszie", 256));
    wrong(
        "preprocess.resize must be a whole number from 1 to 16384 or [height, width], not 0",
        FIXED,
        Map.of("resize", 0));
    wrong(
        "preprocess.resize must be one number where preprocess.fit is shortest",
        FREE,
        Map.of("resize", List.of(1, 2), "fit", "shortest"));
    wrong(
        "preprocess.resize is missing; a number or [height, width] where fit is letterbox is expected",
        FREE,
        Map.of("fit", "letterbox"));
    wrong(
        "preprocess.fit must be one of shortest, stretch, letterbox, not cover",
        FIXED,
        Map.of("fit", "cover"));
    wrong("preprocess.mean must be one number or 3 of them", FIXED, Map.of("mean", List.of(1, 2)));
    wrong(
        "preprocess.std must be one number or 3 of them, none of them 0", FIXED, Map.of("std", 0));
    wrong("preprocess.range must be two different numbers", FIXED, Map.of("range", 255));
    wrong("preprocess.fill must be a whole number from 0 to 255", FIXED, Map.of("fill", 256));
    wrong("preprocess.background must be [red, green, blue]", FIXED, Map.of("background", 255));
    wrong("preprocess.input must be 'image', the model's only input", FIXED, Map.of("input", "x"));
  }

  @Test
  void bytes_go_into_a_model_as_they_are() {
    Signature bytes = signature(DataType.UINT8, FIXED);
    check(bytes, Map.of());
    assertThatThrownBy(() -> check(bytes, Map.of("mean", 0.5)))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("preprocess.mean must be left out, as input 'image' is UINT8");
    assertThatThrownBy(() -> check(signature(DataType.INT64, FIXED), Map.of()))
        .hasMessageContaining("takes UINT8, FP16 or FP32");
  }

  @Test
  void it_knows_the_tasks_of_pictures() {
    assertThat(new VisionCheck().tasks())
        .containsExactly(
            TaskName.IMAGE_CLASSIFICATION,
            TaskName.OBJECT_DETECTION,
            TaskName.SEMANTIC_SEGMENTATION,
            TaskName.IMAGE_EMBEDDING);
  }

  private static void fits(Shape shape, Map<String, Object> preprocess) {
    assertThatCode(() -> check(signature(DataType.FP32, shape), preprocess))
        .doesNotThrowAnyException();
  }

  private static void wrong(String message, Shape shape, Map<String, Object> preprocess) {
    assertThatThrownBy(() -> check(signature(DataType.FP32, shape), preprocess))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining(message);
  }

  private static void check(Signature signature, Map<String, Object> preprocess) {
    new VisionCheck()
        .check(
            TaskName.IMAGE_CLASSIFICATION,
            FakeTaskModels.spec(TaskName.IMAGE_CLASSIFICATION, preprocess, Map.of()),
            TextFiles.NONE,
            signature);
  }

  private static Signature signature(DataType dataType, Shape shape) {
    return new Signature(
        List.of(new TensorSpec("image", dataType, shape)),
        List.of(new TensorSpec("scores", DataType.FP32, Shape.of(shape.extent(0), 5))));
  }
}
