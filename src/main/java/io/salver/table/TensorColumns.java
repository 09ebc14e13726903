package io.salver.table;

import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor of which each column is a feature: {@code [n, features]}, or {@code [n]} of one.
 * Immutable.
 *
 * @param features their places in the schema, by column
 */
public record TensorColumns(TensorSpec tensor, List<Integer> features) {

  /** Copies the list. */
  public TensorColumns {
    features = List.copyOf(features);
  }

  /** The tensor of those {@code places} of {@code rows}. */
  public Tensor write(EncodedRows rows, int[] places, TensorScope scope) {
    Shape shape =
        tensor.shape().rank() == 1
            ? Shape.of(places.length)
            : Shape.of(places.length, features.size());
    if (tensor.dataType() == DataType.BYTES) {
      return strings(rows, places, shape);
    }
    Tensor.Dense dense = scope.allocate(tensor.dataType(), shape);
    for (int column = 0; column < features.size(); column++) {
      switch (rows.columns().get(features.get(column))) {
        case EncodedColumn.Doubles(double[] values) -> doubles(values, places, dense, column);
        case EncodedColumn.Longs(long[] values) -> longs(values, places, dense, column);
        case EncodedColumn.Objects _ -> throw new IllegalStateException("no numbers");
      }
    }
    return dense;
  }

  private Tensor strings(EncodedRows rows, int[] places, Shape shape) {
    byte[][] elements = new byte[places.length * features.size()][];
    for (int column = 0; column < features.size(); column++) {
      if (rows.columns().get(features.get(column))
          instanceof EncodedColumn.Objects(List<?> values)) {
        for (int i = 0; i < places.length; i++) {
          elements[i * features.size() + column] = (byte[]) values.get(places[i]);
        }
      }
    }
    return new Tensor.Strings(shape, Arrays.asList(elements));
  }

  private void doubles(double[] values, int[] places, Tensor.Dense dense, int column) {
    ByteBuffer data = dense.view();
    int size = dense.dataType().size();
    int step = size * features.size();
    int at = size * column;
    boolean isSingle = dense.dataType() == DataType.FP32;
    for (int place : places) {
      if (isSingle) {
        data.putFloat(at, (float) values[place]);
      } else {
        data.putDouble(at, values[place]);
      }
      at += step;
    }
  }

  private void longs(long[] values, int[] places, Tensor.Dense dense, int column) {
    ByteBuffer data = dense.view();
    int size = dense.dataType().size();
    int step = size * features.size();
    int at = size * column;
    for (int place : places) {
      switch (size) {
        case Long.BYTES -> data.putLong(at, values[place]);
        case Integer.BYTES -> data.putInt(at, (int) values[place]);
        default -> data.put(at, (byte) values[place]);
      }
      at += step;
    }
  }
}
