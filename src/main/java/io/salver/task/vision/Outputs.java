package io.salver.task.vision;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.task.TaskSettings;
import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.List;

/** Finds the outputs that a task reads, and reads rows of them. */
final class Outputs {

  private Outputs() {}

  /**
   * The output that {@code key} names; else the first of {@code usual} names that there is; else
   * the only one.
   *
   * @throws BackendFailure when there is none, or it is not of numbers of {@code rank} axes
   */
  static TensorSpec find(
      TaskSettings settings, String key, List<String> usual, int rank, Signature signature) {
    List<String> names = signature.outputs().stream().map(TensorSpec::name).toList();
    String name =
        settings
            .text(key)
            .or(() -> usual.stream().filter(names::contains).findFirst())
            .orElseGet(() -> names.size() == 1 ? names.getFirst() : "");
    TensorSpec found =
        signature
            .output(name)
            .orElseThrow(() -> settings.wrong(key, "the name of one of the outputs " + names));
    if (found.shape().rank() != rank || !isNumber(found.dataType())) {
      throw new BackendFailure(
          "output '%s' is %s %s; numbers of %d axes are expected"
              .formatted(found.name(), found.dataType(), found.shape(), rank));
    }
    return found;
  }

  /** The shape of that output without its first axis, which must have {@code rows}. */
  static long[] shape(Tensors outputs, TensorSpec spec, int rows) {
    long[] extents = outputs.get(spec.name()).shape().toArray();
    if (extents.length != spec.shape().rank() || extents[0] != rows) {
      throw new BackendFailure(
          "the model gave %s %s for %d pictures"
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
  static float[] row(Tensors outputs, TensorSpec spec, int row) {
    Tensor.Dense tensor = outputs.dense(spec.name());
    int length = Math.toIntExact(tensor.shape().elements() / tensor.shape().extent(0));
    ByteBuffer data = tensor.view();
    float[] values = new float[length];
    int size = tensor.dataType().size();
    int at = row * length * size;
    for (int i = 0; i < length; i++, at += size) {
      values[i] = value(data, at, tensor.dataType());
      if (Float.isNaN(values[i])) {
        throw new BackendFailure(
            "the model gave NaN in '%s' at place %d of its row".formatted(spec.name(), i));
      }
    }
    return values;
  }

  /** Checks that no value is infinite. */
  static void requireFinite(float[] values, TensorSpec spec) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new BackendFailure("the model gave %s in '%s'".formatted(value, spec.name()));
      }
    }
  }

  private static boolean isNumber(DataType type) {
    return switch (type) {
      case FP16, FP32, FP64, INT32, INT64 -> true;
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, BF16, BYTES -> false;
    };
  }

  private static float value(ByteBuffer data, int at, DataType type) {
    return switch (type) {
      case FP16 -> Float.float16ToFloat(data.getShort(at));
      case FP32 -> data.getFloat(at);
      case FP64 -> (float) data.getDouble(at);
      case INT32 -> data.getInt(at);
      case INT64 -> data.getLong(at);
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, BF16, BYTES ->
          throw new IllegalStateException(type + " was refused at load");
    };
  }
}
