package io.salver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Which classes come back, in which order and shape. */
final class ClassificationTest {

  private static final List<String> LABELS = List.of("cat", "dog", "owl");

  @Test
  void a_label_follows_where_the_model_names_its_classes() {
    Tensor.Strings classes = classify(floats(Shape.of(1, 3), 0.25f, 0.5f, 0.125f), 2, true);

    assertThat(texts(classes)).containsExactly("0.5:1:dog", "0.25:0:cat");
    assertThat(classes.shape()).isEqualTo(Shape.of(1, 2));
  }

  @Test
  void an_output_of_another_width_has_no_labels() {
    assertThat(texts(classify(floats(Shape.of(1, 2), 1, 2), 1, true))).containsExactly("2.0:1");
  }

  @Test
  void without_a_batch_axis_the_classes_are_the_only_axis() {
    Tensor.Strings classes = classify(floats(Shape.of(3), 1, 3, 2), 2, false);

    assertThat(classes.shape()).isEqualTo(Shape.of(2));
    assertThat(texts(classes)).containsExactly("3.0:1:dog", "2.0:2:owl");
  }

  @Test
  void one_score_a_row_is_one_class_a_row() {
    Tensor.Strings classes = classify(floats(Shape.of(3), 1, 3, 2), 2, true);

    assertThat(classes.shape()).isEqualTo(Shape.of(3, 1));
    assertThat(texts(classes)).containsExactly("1.0:0", "3.0:0", "2.0:0");
  }

  @Test
  void no_rows_have_no_classes() {
    assertThat(classify(floats(Shape.of(0, 3)), 2, true).shape()).isEqualTo(Shape.of(0, 0));
  }

  @Test
  void the_two_zeros_are_equal() {
    assertThat(texts(classify(floats(Shape.of(2), -0f, 0f), 2, false)))
        .containsExactly("-0.0:0", "0.0:1");
  }

  @Test
  void every_number_ranks_and_is_written_by_its_datatype() {
    assertThat(texts(classify(bytes(DataType.UINT8, 0xFF, 1), 1, false))).containsExactly("255:0");
    assertThat(texts(classify(bytes(DataType.INT8, 0xFF, 1), 1, false))).containsExactly("1:1");
    assertThat(texts(classify(bytes(DataType.FP16, 0x00, 0x3C, 0x00, 0xC0), 1, false)))
        .containsExactly("1.0:0");
    assertThat(texts(classify(bytes(DataType.BF16, 0x80, 0x3F, 0x00, 0x40), 1, false)))
        .containsExactly("2.0:1");
    assertThat(
            texts(
                classify(
                    bytes(DataType.UINT64, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80),
                    1,
                    false)))
        .containsExactly("9223372036854775808:1");
  }

  @Test
  void three_axes_are_too_many() {
    Tensor.Dense cube = floats(Shape.of(1, 1, 1), 1);

    assertThatThrownBy(() -> classify(cube, 1, true))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'scores' (FP32 [1, 1, 1])");
  }

  @Property(tries = 200, seed = "1")
  void the_kept_are_the_first_of_all_sorted(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -5, max = 5) Integer> scores,
      @ForAll @IntRange(min = 1, max = 50) int most) {
    float[] values = new float[scores.size()];
    IntStream.range(0, values.length).forEach(i -> values[i] = scores.get(i));
    List<String> sorted =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> -values[i]).thenComparing(i -> i))
            .limit(most)
            .map(i -> values[i] + ":" + i)
            .toList();

    Tensor.Strings classes =
        Classification.of(
            "scores", floats(Shape.of(values.length), values), most, false, List.of());

    assertThat(texts(classes)).isEqualTo(sorted);
  }

  private static Tensor.Strings classify(Tensor.Dense scores, int most, boolean isBatchable) {
    return Classification.of("scores", scores, most, isBatchable, LABELS);
  }

  private static List<String> texts(Tensor.Strings classes) {
    return classes.elements().stream().map(e -> new String(e, StandardCharsets.UTF_8)).toList();
  }

  private static Tensor.Dense floats(Shape shape, float... values) {
    ByteBuffer data =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return new Tensor.Dense(DataType.FP32, shape, data.flip());
  }

  private static Tensor.Dense bytes(DataType type, int... bytes) {
    ByteBuffer data = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : bytes) {
      data.put((byte) value);
    }
    return new Tensor.Dense(type, Shape.of(bytes.length / type.size()), data.flip());
  }
}
