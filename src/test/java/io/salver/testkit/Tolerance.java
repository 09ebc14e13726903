package io.salver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import java.nio.FloatBuffer;

/** Compares tensors up to a tolerance. */
public final class Tolerance {

  private Tolerance() {}

  /**
   * Fails unless both tensors have the same type and shape and each FP32 element is within {@code
   * tolerance · max(1, |expected|)}; other types must be equal.
   */
  public static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.dataType()).as(what).isEqualTo(expected.dataType());
    assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
    if (expected.dataType() == DataType.FP32) {
      assertClose(what, floats(actual), floats(expected), tolerance);
    } else if (expected.dataType() == DataType.BYTES) {
      assertThat(TensorValues.strings(actual)).as(what).isEqualTo(TensorValues.strings(expected));
    } else {
      assertThat(TensorValues.bytes(actual)).as(what).isEqualTo(TensorValues.bytes(expected));
    }
  }

  private static void assertClose(
      String what, FloatBuffer actual, FloatBuffer expected, double tolerance) {
    for (int i = 0; i < expected.limit(); i++) {
      double bound = tolerance * Math.max(1, Math.abs(expected.get(i)));
      double error = Math.abs((double) actual.get(i) - expected.get(i));
      assertThat(error)
          .as("%s, element %d: %s instead of %s", what, i, actual.get(i), expected.get(i))
          .isLessThanOrEqualTo(bound);
    }
  }

  private static FloatBuffer floats(Tensor tensor) {
    return FloatBuffer.wrap(TensorValues.floats(tensor));
  }
}
