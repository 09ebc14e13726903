package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A copy of an output, or of a row of one, in memory of its own.
 *
 * @param values row-major
 * @param shape rows first
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutputValues(float[] values, Shape shape) {

  /**
   * Copies an output.
   *
   * @throws BackendFailure when a value is not a number, or is infinite and positive
   */
  public static OutputValues of(Tensors outputs, TensorSpec spec) {
    Tensor.Dense tensor = outputs.dense(spec.name());
    int count = Math.toIntExact(tensor.shape().elements());
    float[] values = new float[count];
    copy(tensor, 0, values);
    for (int i = 0; i < count; i++) {
      // Negative infinity is the logarithm of an honest zero.
      if (!(values[i] < Float.POSITIVE_INFINITY)) {
        throw new BackendFailure(
            "the model gave %s in '%s' at place %d".formatted(values[i], spec.name(), i));
      }
    }
    return new OutputValues(values, tensor.shape());
  }

  /** Copies the only output of a model. */
  public static OutputValues only(Tensors outputs) {
    String name = outputs.names().getFirst();
    Tensor tensor = outputs.get(name);
    if (tensor.dataType() != DataType.FP32 || outputs.size() != 1) {
      throw new BackendFailure(
          "the model gave %s; one output of FP32 was expected".formatted(outputs));
    }
    return of(outputs, new TensorSpec(name, tensor.dataType(), tensor.shape()));
  }

  /** The shape of an output without its first axis, which must have {@code rows}. */
  public static long[] rowShape(Tensors outputs, TensorSpec spec, int rows) {
    long[] extents = outputs.get(spec.name()).shape().toArray();
    if (extents.length != spec.shape().rank() || extents[0] != rows) {
      throw new BackendFailure(
          "the model gave %s %s for %d rows; as many were expected"
              .formatted(spec.name(), outputs.get(spec.name()).shape(), rows));
    }
    long[] row = new long[extents.length - 1];
    System.arraycopy(extents, 1, row, 0, row.length);
    return row;
  }

  /**
   * A copy of one row.
   *
   * @throws BackendFailure when a number in it is none
   */
  public static float[] row(Tensors outputs, TensorSpec spec, int row) {
    Tensor.Dense tensor = outputs.dense(spec.name());
    float[] values =
        new float[Math.toIntExact(tensor.shape().elements() / tensor.shape().extent(0))];
    copy(tensor, row * values.length, values);
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        throw new BackendFailure(
            "the model gave NaN in '%s' at place %d of its row".formatted(spec.name(), i));
      }
    }
    return values;
  }

  /** Checks that no value is infinite. */
  public static void requireFinite(float[] values, TensorSpec spec) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new BackendFailure("the model gave %s in '%s'".formatted(value, spec.name()));
      }
    }
  }

  /** A copy of one row of this copy. */
  public float[] row(int row) {
    int length = values.length / extent(0);
    return Arrays.copyOfRange(values, row * length, (row + 1) * length);
  }

  public int extent(int axis) {
    return Math.toIntExact(shape.extent(axis));
  }

  /** Checks that there are as many rows as the model was given. */
  public OutputValues requireRows(int rows) {
    if (extent(0) != rows) {
      throw new BackendFailure(
          "the model gave %s for %d rows; as many were expected".formatted(shape, rows));
    }
    return this;
  }

  /** Copies as many elements as {@code values} takes, from the one at {@code from} on. */
  private static void copy(Tensor.Dense tensor, int from, float[] values) {
    ByteBuffer data = tensor.view();
    DataType type = tensor.dataType();
    if (type == DataType.FP32) {
      data.asFloatBuffer().get(from, values);
      return;
    }
    int size = type.size();
    for (int i = 0; i < values.length; i++) {
      values[i] = value(data, (from + i) * size, type);
    }
  }

  private static float value(ByteBuffer data, int at, DataType type) {
    return switch (type) {
      case FP16 -> Float.float16ToFloat(data.getShort(at));
      case FP32 -> data.getFloat(at);
      case FP64 -> (float) data.getDouble(at);
      case INT32 -> data.getInt(at);
      case INT64 -> data.getLong(at);
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, BF16, BYTES ->
          throw new BackendFailure("the model gave %s; numbers were expected".formatted(type));
    };
  }
}
