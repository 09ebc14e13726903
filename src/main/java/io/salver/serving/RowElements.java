package io.salver.serving;

import io.salver.monitor.FeatureValue;
import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** The elements of a tensor, row by row, as values that are watched. Used by one thread. */
final class RowElements {

  /** Most elements of a row that are watched one by one. */
  static final int MOST = 100;

  /** Longer strings are cut, before they are copied. */
  private static final int LONGEST = 512;

  private final String name;
  private final Tensor tensor;
  private final int rows;
  private final int size;
  private final List<String> names;

  /** Those of {@code tensor}, which has so many rows; one is that of all. */
  RowElements(String name, Tensor tensor, int rows) {
    this.name = name;
    this.tensor = tensor;
    this.rows = rows;
    this.size = rows == 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, tensor.shape().elements() / rows);
    this.names = names(name, size);
  }

  private static List<String> names(String name, int size) {
    if (size == 1) {
      return List.of(name);
    }
    String[] names = new String[size > MOST ? 0 : size];
    Arrays.setAll(names, i -> name + "[" + i + "]");
    return List.of(names);
  }

  String name() {
    return name;
  }

  /** Elements of a row. */
  int size() {
    return size;
  }

  boolean isFloating() {
    return switch (tensor.dataType()) {
      case FP16, BF16, FP32, FP64 -> true;
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> false;
    };
  }

  boolean isNumeric() {
    return tensor.dataType() != DataType.BYTES && tensor.dataType() != DataType.BOOL;
  }

  /** Tells every element of a row and its name; none where there are too many. */
  void each(int row, BiConsumer<String, FeatureValue> to) {
    for (int i = 0; i < names.size(); i++) {
      to.accept(names.get(i), value(row, i));
    }
  }

  /** The elements of a row, which are numbers. */
  float[] vector(int row) {
    float[] vector = new float[size];
    for (int i = 0; i < size; i++) {
      vector[i] = (float) number(row, i);
    }
    return vector;
  }

  private FeatureValue value(int row, int element) {
    return switch (tensor) {
      case Tensor.Strings strings -> text(strings.elements().get(place(row, element)));
      case Tensor.Dense dense when dense.dataType() == DataType.BOOL ->
          new FeatureValue.Category(Boolean.toString(number(row, element) != 0));
      case Tensor.Dense dense -> new FeatureValue.Numeric(number(row, element));
    };
  }

  private static FeatureValue text(byte[] bytes) {
    return new FeatureValue.Category(
        new String(bytes, 0, Math.min(LONGEST, bytes.length), StandardCharsets.UTF_8));
  }

  /** An element of a row of numbers. */
  double number(int row, int element) {
    return ((Tensor.Dense) tensor).number(place(row, element));
  }

  private int place(int row, int element) {
    return Math.min(row, rows - 1) * size + element;
  }
}
