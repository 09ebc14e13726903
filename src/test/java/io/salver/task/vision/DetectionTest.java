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
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The picture has 200 x 100 pixels and lies in an input of 100 x 100 with 25 rows above it. */
final class DetectionTest {

  private static final Placement LETTERBOX = new Placement(200, 100, 100, 50, 0, -25, 100, 100);
  private static final TextFiles LABELS =
      new TextFiles(Map.of(TextFiles.LABELS, List.of("cat", "dog")));
  private static final VisionTask.Detect AS_IT_SAYS =
      new VisionTask.Detect(OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty());

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final TensorScope scope = pool.open();

  @AfterEach
  void close() {
    scope.close();
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void yolo_gives_decoded_boxes_that_are_suppressed_and_brought_back_to_the_picture() {
    Detection detection = yolo(Map.of(), Shape.of(-1, -1, 6));
    Tensors outputs =
        tensor(
            Shape.of(1, 4, 6),
            50,
            50,
            20,
            10,
            0.1f,
            0.9f,
            51,
            50,
            20,
            10,
            0.2f,
            0.8f,
            50,
            50,
            20,
            10,
            0.7f,
            0.1f,
            90,
            50,
            40,
            80,
            0.2f,
            0.1f);

    assertThat(boxes(detection, outputs, AS_IT_SAYS))
        .containsExactly("dog 0.9 [80, 40, 120, 60]", "cat 0.7 [80, 40, 120, 60]");
  }

  @Test
  void boxes_are_cut_at_the_edges_of_the_picture() {
    Detection detection = yolo(Map.of(), Shape.of(-1, -1, 6));
    Tensors outputs =
        tensor(Shape.of(1, 2, 6), 95, 30, 20, 40, 0.5f, 0.1f, 50, 10, 20, 20, 0.9f, 0.1f);

    assertThat(boxes(detection, outputs, AS_IT_SAYS)).containsExactly("cat 0.5 [170, 0, 200, 50]");
  }

  @Test
  void channels_may_come_first_with_objectness_and_logits() {
    Detection detection =
        yolo(
            Map.of("channels-first", true, "objectness", true, "activation", "sigmoid"),
            Shape.of(-1, 7, -1));
    Tensors outputs =
        tensor(Shape.of(1, 7, 2), 50, 10, 50, 10, 20, 20, 10, 20, 0, 9, -20, 9, 20, -20);

    assertThat(boxes(detection, outputs, AS_IT_SAYS)).containsExactly("dog 0.5 [80, 40, 120, 60]");
  }

  @Test
  void a_request_may_ask_for_more_or_fewer_boxes() {
    Detection detection = yolo(Map.of(), Shape.of(-1, -1, 6));
    Tensors outputs =
        tensor(
            Shape.of(1, 3, 6),
            50,
            50,
            20,
            10,
            0.1f,
            0.9f,
            51,
            50,
            20,
            10,
            0.2f,
            0.8f,
            20,
            50,
            20,
            10,
            0.1f,
            0.2f);

    assertThat(boxes(detection, outputs, detect(0.1, 1, 9))).hasSize(3);
    assertThat(boxes(detection, outputs, detect(0.1, 0.5, 9))).hasSize(2);
    assertThat(boxes(detection, outputs, detect(0.1, 1, 1))).hasSize(1);
    assertThat(boxes(detection, outputs, detect(0.85, 1, 9))).hasSize(1);
  }

  @Test
  void detr_gives_queries_of_which_most_are_nothing() {
    Signature signature =
        new Signature(
            List.of(),
            List.of(
                new TensorSpec("logits", DataType.FP32, Shape.of(-1, 2, 3)),
                new TensorSpec("pred_boxes", DataType.FP32, Shape.of(-1, 2, 4))));
    Detection detection = Detection.read(Map.of("format", "detr"), LABELS, signature);
    Tensors outputs =
        Tensors.builder()
            .put("logits", TensorValues.floats(scope, Shape.of(1, 2, 3), 0, 20, 0, 0, 0, 20))
            .put(
                "pred_boxes",
                TensorValues.floats(
                    scope, Shape.of(1, 2, 4), 0.5f, 0.5f, 0.2f, 0.1f, 0.5f, 0.5f, 0.2f, 0.1f))
            .build();

    assertThat(boxes(detection, outputs, AS_IT_SAYS)).containsExactly("dog 1.0 [80, 40, 120, 60]");
  }

  @Test
  void boxes_that_the_graph_chose_are_taken_as_they_are() {
    Signature signature =
        new Signature(
            List.of(),
            List.of(
                new TensorSpec("boxes", DataType.FP32, Shape.of(-1, -1, 4)),
                new TensorSpec("scores", DataType.FP32, Shape.of(-1, -1)),
                new TensorSpec("classes", DataType.INT64, Shape.of(-1, -1))));
    Detection detection =
        Detection.read(Map.of("format", "boxes", "min-score", 0), LABELS, signature);
    Tensors outputs =
        Tensors.builder()
            .put(
                "boxes",
                TensorValues.floats(
                    scope, Shape.of(1, 3, 4), 40, 45, 60, 55, 40, 45, 60, 55, 0, 0, 0, 0))
            .put("scores", TensorValues.floats(scope, Shape.of(1, 3), 0.25f, 0.5f, 0))
            .put("classes", TensorValues.longs(scope, Shape.of(1, 3), 1, 1, 0))
            .build();

    assertThat(boxes(detection, outputs, AS_IT_SAYS))
        .containsExactly("dog 0.5 [80, 40, 120, 60]", "dog 0.25 [80, 40, 120, 60]");
  }

  @Test
  void a_box_that_is_nowhere_is_a_failure_of_the_model() {
    Detection detection = yolo(Map.of(), Shape.of(-1, -1, 6));
    Tensors outputs = tensor(Shape.of(1, 1, 6), Float.POSITIVE_INFINITY, 50, 20, 10, 0.1f, 0.9f);

    assertThatThrownBy(() -> boxes(detection, outputs, AS_IT_SAYS))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("Infinity");
  }

  @Test
  void what_does_not_fit_the_outputs_is_told_at_load() {
    assertThat(yolo(Map.of(), Shape.of(-1, -1, 6)).head().classes()).isEqualTo(2);
    wrong("the model has 3 classes, but its labels name 2", Map.of(), Shape.of(-1, -1, 7));
    wrong("leave no class behind the box", Map.of(), Shape.of(-1, -1, 4));
    wrong("numbers of 3 axes", Map.of(), Shape.of(-1, 6));
    wrong(
        "postprocess.box must be one of cxcywh, xyxy, xywh",
        Map.of("box", "yxyx"),
        Shape.of(-1, -1, 6));
    wrong("postprocess.iou must be a number from 0 to 1", Map.of("iou", 45), Shape.of(-1, -1, 6));
  }

  private static void wrong(String message, Map<String, Object> values, Shape shape) {
    assertThatThrownBy(() -> yolo(values, shape))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining(message);
  }

  private static Detection yolo(Map<String, Object> values, Shape shape) {
    TensorSpec output = new TensorSpec("output0", DataType.FP32, shape);
    return Detection.read(values, LABELS, new Signature(List.of(), List.of(output)));
  }

  private Tensors tensor(Shape shape, float... values) {
    return Tensors.of("output0", TensorValues.floats(scope, shape, values));
  }

  private static VisionTask.Detect detect(double minScore, double iou, int most) {
    return new VisionTask.Detect(
        OptionalDouble.of(minScore), OptionalDouble.of(iou), OptionalInt.of(most));
  }

  private static List<String> boxes(Detection detection, Tensors outputs, VisionTask task) {
    Finding.Boxes found = (Finding.Boxes) detection.find(outputs, 1, 0, LETTERBOX, task);
    return found.boxes().stream()
        .map(
            box ->
                "%s %s [%s, %s, %s, %s]"
                    .formatted(
                        box.object().label(),
                        box.object().score(),
                        Math.round(box.left()),
                        Math.round(box.top()),
                        Math.round(box.right()),
                        Math.round(box.bottom())))
        .toList();
  }
}
