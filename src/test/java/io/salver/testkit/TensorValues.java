package io.salver.testkit;

import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Makes tensors of plain values, and plain values of tensors. */
public final class TensorValues {

  private TensorValues() {}

  /** An FP32 tensor. */
  public static Tensor.Dense floats(TensorScope scope, Shape shape, float... values) {
    Tensor.Dense tensor = scope.allocate(DataType.FP32, shape);
    tensor.view().asFloatBuffer().put(values);
    return tensor;
  }

  /** An INT64 tensor. */
  public static Tensor.Dense longs(TensorScope scope, Shape shape, long... values) {
    Tensor.Dense tensor = scope.allocate(DataType.INT64, shape);
    tensor.view().asLongBuffer().put(values);
    return tensor;
  }

  /** A tensor of these bytes. */
  public static Tensor.Dense bytes(
      TensorScope scope, DataType dataType, Shape shape, byte... values) {
    Tensor.Dense tensor = scope.allocate(dataType, shape);
    tensor.view().put(values);
    return tensor;
  }

  /** A BYTES tensor of texts. */
  public static Tensor.Strings strings(Shape shape, String... values) {
    return new Tensor.Strings(
        shape, Arrays.stream(values).map(v -> v.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** The elements of an FP32 tensor. */
  public static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.shape().elements())];
    dense(tensor, DataType.FP32).view().asFloatBuffer().get(values);
    return values;
  }

  /** The elements of an INT64 tensor. */
  public static long[] longs(Tensor tensor) {
    long[] values = new long[Math.toIntExact(tensor.shape().elements())];
    dense(tensor, DataType.INT64).view().asLongBuffer().get(values);
    return values;
  }

  /** The memory of a dense tensor. */
  public static byte[] bytes(Tensor tensor) {
    Tensor.Dense dense = dense(tensor, tensor.dataType());
    byte[] values = new byte[dense.data().limit()];
    dense.view().get(values);
    return values;
  }

  /** The elements of a BYTES tensor as text. */
  public static List<String> strings(Tensor tensor) {
    if (tensor instanceof Tensor.Strings strings) {
      return strings.elements().stream().map(e -> new String(e, StandardCharsets.UTF_8)).toList();
    }
    throw new AssertionError("not a BYTES tensor: " + tensor.dataType());
  }

  private static Tensor.Dense dense(Tensor tensor, DataType dataType) {
    if (tensor instanceof Tensor.Dense dense && dense.dataType() == dataType) {
      return dense;
    }
    throw new AssertionError("expected " + dataType + ", got " + tensor.dataType());
  }
}
