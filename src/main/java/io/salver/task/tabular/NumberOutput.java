package io.salver.task.tabular;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Section;
import io.salver.task.OutputChoice;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An output of numbers, {@code [n, width]} or {@code [n]}, of which each row is read by itself.
 * Immutable.
 */
record NumberOutput(TensorSpec tensor) {

  /**
   * The output that {@code key} names; else the first of {@code usual} names that there is; else
   * the only one.
   *
   * @throws BackendFailure when there is none, or it is not of such numbers
   */
  static NumberOutput find(Section settings, String key, List<String> usual, Signature signature) {
    OutputChoice choice = new OutputChoice(settings, key, usual, List.of());
    return new NumberOutput(choice.find(signature, 1, 2));
  }

  /** Numbers of a row; {@link Shape#ANY} where the signature leaves that open. */
  long width() {
    return tensor.shape().rank() == 1 ? 1 : tensor.shape().extent(1);
  }

  /**
   * Checks that rows may have {@code width} numbers.
   *
   * @param what they are, for the complaint
   */
  NumberOutput require(long width, String what) {
    if (width() != Shape.ANY && width() != width) {
      throw new BackendFailure(
          "output '%s' has shape %s, but there are %d %s"
              .formatted(tensor.name(), tensor.shape(), width, what));
    }
    return this;
  }

  /**
   * A copy of one of {@code rows} rows.
   *
   * @throws BackendFailure when there are not so many, or a number is not finite
   */
  double[] row(Tensors outputs, int rows, int row) {
    Tensor.Dense dense = outputs.dense(tensor.name());
    Shape shape = dense.shape();
    if (shape.rank() != tensor.shape().rank() || shape.extent(0) != rows) {
      throw new BackendFailure(
          "the model gave %s %s for %d rows".formatted(tensor.name(), shape, rows));
    }
    double[] values = new double[(int) (shape.rank() == 1 ? 1 : shape.extent(1))];
    ByteBuffer data = dense.view();
    int size = dense.dataType().size();
    for (int i = 0; i < values.length; i++) {
      values[i] = value(data, (row * values.length + i) * size, dense.dataType());
      if (!Double.isFinite(values[i])) {
        throw new BackendFailure("the model gave %s in '%s'".formatted(values[i], tensor.name()));
      }
    }
    return values;
  }

  private static double value(ByteBuffer data, int at, DataType type) {
    return switch (type) {
      case FP16 -> Float.float16ToFloat(data.getShort(at));
      case FP32 -> data.getFloat(at);
      case FP64 -> data.getDouble(at);
      case INT32 -> data.getInt(at);
      case INT64 -> data.getLong(at);
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, BF16, BYTES ->
          throw new IllegalStateException(type + " was refused at load");
    };
  }
}
