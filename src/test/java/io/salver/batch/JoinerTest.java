package io.salver.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.TensorValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class JoinerTest {

  private static final Signature SIGNATURE =
      new Signature(
          List.of(
              new TensorSpec("image", DataType.UINT8, Shape.of(Shape.ANY, Shape.ANY, 3)),
              new TensorSpec("id", DataType.INT64, Shape.of(Shape.ANY)),
              new TensorSpec("text", DataType.BYTES, Shape.of(Shape.ANY, 2))),
          List.of(new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY))));

  private final Joiner joiner = new Joiner(SIGNATURE);
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  @Property(seed = "1")
  void splitting_what_was_joined_gives_it_back(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 7) Integer> rows,
      @ForAll @IntRange(min = 0, max = 5) int height,
      @ForAll Random random) {
    try (TensorScope scope = pool.open()) {
      List<Tensors> requests = new ArrayList<>();
      rows.forEach(count -> requests.add(request(scope, count, height, random)));
      Tensors joined = joiner.join(requests, scope);
      assertThat(joiner.rows(joined)).isEqualTo(rows.stream().mapToLong(r -> r).sum());
      List<Tensors> parts = joiner.split(joined, rows.stream().mapToLong(r -> r).toArray());
      for (int i = 0; i < parts.size(); i++) {
        assertSame(parts.get(i), requests.get(i));
      }
    }
    assertThat(pool.leasedBytes()).isZero();
  }

  @Test
  void requests_of_other_shapes_do_not_fit() {
    try (TensorScope scope = pool.open()) {
      Tensors low = request(scope, 2, 4, new Random(1));
      Tensors high = request(scope, 2, 5, new Random(1));
      assertThat(joiner.fit(low, request(scope, 7, 4, new Random(2)))).isTrue();
      assertThat(joiner.fit(low, high)).isFalse();
    }
  }

  @Test
  void what_has_no_rows_or_different_rows_is_not_joinable() {
    try (TensorScope scope = pool.open()) {
      assertThat(joiner.isJoinable(request(scope, 2, 4, new Random(1)))).isTrue();
      assertThat(joiner.isJoinable(request(scope, 0, 4, new Random(1)))).isFalse();
      Tensors stretched =
          Tensors.builder()
              .put("image", scope.allocate(DataType.UINT8, Shape.of(2, 4, 3)))
              .put("id", scope.allocate(DataType.INT64, Shape.of(1)))
              .put("text", TensorValues.strings(Shape.of(2, 2), "a", "b", "c", "d"))
              .build();
      assertThat(joiner.isJoinable(stretched)).isFalse();
    }
  }

  @Test
  void a_model_without_a_batch_axis_joins_nothing() {
    Signature fixed =
        new Signature(
            List.of(new TensorSpec("x", DataType.FP32, Shape.of(1, 2))),
            List.of(new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY, 2))));
    try (TensorScope scope = pool.open()) {
      Tensors request = Tensors.of("x", scope.allocate(DataType.FP32, Shape.of(1, 2)));
      assertThat(new Joiner(fixed).isJoinable(request)).isFalse();
    }
  }

  @Test
  void outputs_without_a_row_for_each_input_row_cannot_be_split() {
    try (TensorScope scope = pool.open()) {
      Tensors outputs = Tensors.of("y", scope.allocate(DataType.FP32, Shape.of(3)));
      assertThatExceptionOfType(BackendFailure.class)
          .isThrownBy(() -> joiner.split(outputs, new long[] {2, 2}))
          .withMessage("output 'y' of a joined run has shape [3], expected 4 rows");
    }
  }

  private static Tensors request(TensorScope scope, int rows, int height, Random random) {
    byte[] pixels = new byte[rows * height * 3];
    random.nextBytes(pixels);
    String[] texts = new String[rows * 2];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "t".repeat(random.nextInt(4));
    }
    return Tensors.builder()
        .put("image", TensorValues.bytes(scope, DataType.UINT8, Shape.of(rows, height, 3), pixels))
        .put("id", TensorValues.longs(scope, Shape.of(rows), random.longs(rows).toArray()))
        .put("text", TensorValues.strings(Shape.of(rows, 2), texts))
        .build();
  }

  private static void assertSame(Tensors actual, Tensors expected) {
    assertThat(actual.names()).isEqualTo(expected.names());
    expected.forEach(
        (name, tensor) -> {
          Tensor other = actual.get(name);
          assertThat(other.shape()).isEqualTo(tensor.shape());
          switch (tensor) {
            case Tensor.Dense dense ->
                assertThat(((Tensor.Dense) other).view()).isEqualTo(dense.view());
            case Tensor.Strings strings ->
                assertThat(((Tensor.Strings) other).elements().toArray())
                    .isEqualTo(strings.elements().toArray());
          }
        });
  }
}
