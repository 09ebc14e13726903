package io.salver.serving;

import static io.salver.testkit.TensorValues.floats;
import static io.salver.testkit.TensorValues.strings;
import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.testkit.PlainTensors;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class AnswerKeyTest {

  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20);

  @Property(seed = "1")
  void keys_are_equal_exactly_if_the_inputs_are(
      @ForAll("tensors") PlainTensors one, @ForAll("tensors") PlainTensors other) {
    assertThat(key(one)).isEqualTo(key(one)).hasSameHashCodeAs(key(one));
    assertThat(key(one).equals(key(other))).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<PlainTensors> tensors() {
    return PlainTensors.any();
  }

  @Test
  void inputs_may_come_in_any_order() {
    Signature signature =
        new Signature(
            List.of(
                new TensorSpec("a", DataType.FP32, Shape.of(1)),
                new TensorSpec("b", DataType.FP32, Shape.of(1))),
            List.of());
    try (TensorScope scope = pool.open()) {
      Tensor one = floats(scope, Shape.of(1), 1);
      Tensor two = floats(scope, Shape.of(1), 2);
      Tensors inOrder = Tensors.builder().put("a", one).put("b", two).build();
      Tensors turned = Tensors.builder().put("b", two).put("a", one).build();
      Tensors exchanged = Tensors.builder().put("a", two).put("b", one).build();
      AnswerKey key = AnswerKey.of(signature, inOrder);
      assertThat(AnswerKey.of(signature, turned)).isEqualTo(key);
      assertThat(AnswerKey.of(signature, exchanged)).isNotEqualTo(key);
    }
  }

  @Test
  void bytes_that_move_over_the_border_of_two_strings_are_other_content() {
    Signature signature =
        new Signature(List.of(new TensorSpec("text", DataType.BYTES, Shape.of(2))), List.of());
    assertThat(AnswerKey.of(signature, Tensors.of("text", strings(Shape.of(2), "ab", "c"))))
        .isNotEqualTo(AnswerKey.of(signature, Tensors.of("text", strings(Shape.of(2), "a", "bc"))));
  }

  @Test
  void the_inputs_are_read_and_left_as_they_are() {
    Signature signature =
        new Signature(List.of(new TensorSpec("x", DataType.FP32, Shape.of(2))), List.of());
    try (TensorScope scope = pool.open()) {
      Tensor.Dense tensor = floats(scope, Shape.of(2), 1, 2);
      AnswerKey first = AnswerKey.of(signature, Tensors.of("x", tensor));
      assertThat(tensor.data().position()).isZero();
      assertThat(AnswerKey.of(signature, Tensors.of("x", tensor))).isEqualTo(first);
    }
  }

  private AnswerKey key(PlainTensors tensors) {
    try (TensorScope scope = pool.open()) {
      return AnswerKey.of(tensors.signature(), tensors.in(scope));
    }
  }
}
