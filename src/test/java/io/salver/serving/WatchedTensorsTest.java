package io.salver.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.Signature;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Predicted;
import io.salver.monitor.Sample;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WatchedTensorsTest {

  private static final Signature BATCH =
      new Signature(
          List.of(new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 2))),
          List.of(new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY, 1))));
  private static final Signature WHOLE =
      new Signature(
          List.of(new TensorSpec("x", DataType.FP32, Shape.of(2, 2))),
          List.of(new TensorSpec("y", DataType.FP32, Shape.of(1))));

  @Test
  void elements_are_told_row_by_row_by_the_name_of_their_tensor() {
    Tensors asked =
        Tensors.builder()
            .put("x", floats(Shape.of(2, 2), 1, 2, 3, Float.NaN))
            .put("age", longs(30, -40))
            .put("word", strings("red", "größer"))
            .put("context", floats(Shape.of(1, 1), 7))
            .build();
    Tensors answered = Tensors.of("y", floats(Shape.of(2, 1), .25f, .5f));

    WatchedTensors watched = new WatchedTensors(BATCH, asked, answered);

    assertThat(watched.rows()).isEqualTo(2);
    assertThat(watched.sample(1).features())
        .containsExactly(
            number("x[0]", 3),
            number("x[1]", Double.NaN),
            number("age", -40),
            new Sample.Named("word", new FeatureValue.Category("größer")),
            number("context", 7));
    assertThat(watched.sample(1).predictions()).containsExactly(number("y", .5));
    assertThat(watched.predicted(1)).contains(new Predicted.Value(.5, Optional.empty()));
  }

  @Test
  void without_a_batch_axis_the_request_is_one_row() {
    WatchedTensors watched =
        new WatchedTensors(
            WHOLE,
            Tensors.of("x", floats(Shape.of(2, 2), 1, 2, 3, 4)),
            Tensors.of("y", floats(Shape.of(1), 5)));
    assertThat(watched.rows()).isEqualTo(1);
    assertThat(watched.sample(0).features())
        .containsExactly(
            number("x[0]", 1), number("x[1]", 2), number("x[2]", 3), number("x[3]", 4));
  }

  @Test
  void a_distribution_is_classes_by_their_index() {
    WatchedTensors watched =
        new WatchedTensors(
            BATCH,
            Tensors.of("x", floats(Shape.of(1, 2), 1, 2)),
            Tensors.of("p", floats(Shape.of(1, 3), .2f, .7f, .1f)));
    Predicted.Classes classes = (Predicted.Classes) watched.predicted(0).orElseThrow();
    assertThat(classes.classes()).extracting(Predicted.Share::label).containsExactly("1", "0", "2");
  }

  @Test
  void large_inputs_are_left_out_and_large_outputs_are_vectors() {
    WatchedTensors watched =
        new WatchedTensors(
            BATCH,
            Tensors.of("x", floats(Shape.of(1, 101), new float[101])),
            Tensors.of("vector", floats(Shape.of(1, 128), new float[128])));
    Sample sample = watched.sample(0);
    assertThat(sample.features()).isEmpty();
    assertThat(sample.predictions()).isEmpty();
    assertThat(sample.embeddings().get("vector")).hasSize(128);
    assertThat(watched.predicted(0)).isEmpty();
  }

  @Test
  void every_type_of_numbers_is_read() {
    for (DataType type : DataType.values()) {
      if (type.isDense() && type != DataType.BOOL) {
        RowElements elements = new RowElements("n", one(type), 1);
        assertThat(elements.number(0, 0)).as(type.name()).isEqualTo(expected(type));
      }
    }
  }

  /** Bits of which all are set but for floating point, where it is 1.5. */
  private static Tensor one(DataType type) {
    ByteBuffer data = ByteBuffer.allocateDirect(type.size()).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FP16 -> data.putShort(0, Float.floatToFloat16(1.5f));
      case BF16 -> data.putShort(0, (short) (Float.floatToIntBits(1.5f) >>> Short.SIZE));
      case FP32 -> data.putFloat(0, 1.5f);
      case FP64 -> data.putDouble(0, 1.5);
      default -> {
        for (int i = 0; i < type.size(); i++) {
          data.put(i, (byte) -1);
        }
      }
    }
    return new Tensor.Dense(type, Shape.of(1, 1), data);
  }

  private static double expected(DataType type) {
    return switch (type) {
      case FP16, BF16, FP32, FP64 -> 1.5;
      case INT8, INT16, INT32, INT64 -> -1;
      case UINT8 -> 255;
      case UINT16 -> 65_535;
      case UINT32 -> 4_294_967_295.0;
      case UINT64 -> 0x1p64;
      case BOOL, BYTES -> Double.NaN;
    };
  }

  private static Sample.Named number(String name, double value) {
    return new Sample.Named(name, new FeatureValue.Numeric(value));
  }

  private static Tensor floats(Shape shape, float... values) {
    ByteBuffer data =
        ByteBuffer.allocateDirect(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return new Tensor.Dense(DataType.FP32, shape, data);
  }

  private static Tensor longs(long... values) {
    ByteBuffer data =
        ByteBuffer.allocateDirect(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    return new Tensor.Dense(DataType.INT64, Shape.of(values.length, 1), data);
  }

  private static Tensor strings(String... values) {
    return new Tensor.Strings(
        Shape.of(values.length, 1),
        Arrays.stream(values).map(each -> each.getBytes(StandardCharsets.UTF_8)).toList());
  }
}
