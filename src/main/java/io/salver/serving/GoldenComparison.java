package io.salver.serving;

import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import io.salver.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the first element in which outputs differ from those that are expected. Floating-point
 * elements may be off by {@code tolerance · max(1, |expected|)}; all others must be equal.
 */
final class GoldenComparison {

  private final double tolerance;

  GoldenComparison(double tolerance) {
    this.tolerance = tolerance;
  }

  /** What differs; absent when nothing does. */
  Optional<String> difference(Tensors expected, Tensors actual) {
    for (String name : expected.names()) {
      Optional<String> difference =
          actual
              .find(name)
              .map(output -> difference(expected.get(name), output))
              .orElse(Optional.of("is missing"));
      if (difference.isPresent()) {
        return Optional.of("output '" + name + "' " + difference.get());
      }
    }
    return Optional.empty();
  }

  private Optional<String> difference(Tensor expected, Tensor actual) {
    if (expected.dataType() != actual.dataType() || !expected.shape().equals(actual.shape())) {
      return Optional.of(
          "expected %s %s, got %s %s"
              .formatted(expected.dataType(), expected.shape(), actual.dataType(), actual.shape()));
    }
    int elements = Math.toIntExact(expected.shape().elements());
    for (int i = 0; i < elements; i++) {
      if (!alike(expected, actual, i)) {
        return Optional.of(
            "element %d: expected %s, got %s (tolerance %s)"
                .formatted(i, text(expected, i), text(actual, i), tolerance));
      }
    }
    return Optional.empty();
  }

  private boolean alike(Tensor expected, Tensor actual, int element) {
    if (expected instanceof Tensor.Dense wanted && actual instanceof Tensor.Dense got) {
      return switch (wanted.dataType()) {
        case FP16, BF16, FP32, FP64 -> isClose(real(wanted, element), real(got, element));
        case BOOL, UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, BYTES ->
            bytes(wanted, element).equals(bytes(got, element));
      };
    }
    return expected instanceof Tensor.Strings wanted
        && actual instanceof Tensor.Strings got
        && Arrays.equals(wanted.elements().get(element), got.elements().get(element));
  }

  private boolean isClose(double expected, double actual) {
    return Double.compare(expected, actual) == 0
        || Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));
  }

  private static ByteBuffer bytes(Tensor.Dense tensor, int element) {
    int size = tensor.dataType().size();
    return tensor.view().slice(element * size, size);
  }

  private static double real(Tensor.Dense tensor, int element) {
    ByteBuffer data = tensor.view();
    return switch (tensor.dataType()) {
      case FP16 -> Float.float16ToFloat(data.getShort(element * 2));
      case BF16 -> Float.intBitsToFloat(data.getShort(element * 2) << 16);
      case FP32 -> data.getFloat(element * 4);
      case FP64 -> data.getDouble(element * 8);
      case BOOL, UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, BYTES ->
          throw new IllegalArgumentException(tensor.dataType() + " is not floating-point");
    };
  }

  private static String text(Tensor tensor, int element) {
    return switch (tensor) {
      case Tensor.Strings strings ->
          "'" + new String(strings.elements().get(element), StandardCharsets.UTF_8) + "'";
      case Tensor.Dense dense -> text(dense, element);
    };
  }

  private static String text(Tensor.Dense tensor, int element) {
    ByteBuffer data = tensor.view();
    DataType type = tensor.dataType();
    return switch (type) {
      case FP16, BF16, FP32, FP64 -> String.valueOf(real(tensor, element));
      case BOOL, INT8 -> String.valueOf(data.get(element));
      case UINT8 -> String.valueOf(Byte.toUnsignedInt(data.get(element)));
      case INT16 -> String.valueOf(data.getShort(element * 2));
      case UINT16 -> String.valueOf(Short.toUnsignedInt(data.getShort(element * 2)));
      case INT32 -> String.valueOf(data.getInt(element * 4));
      case UINT32 -> Integer.toUnsignedString(data.getInt(element * 4));
      case INT64 -> String.valueOf(data.getLong(element * 8));
      case UINT64 -> Long.toUnsignedString(data.getLong(element * 8));
      case BYTES -> throw new IllegalArgumentException("byte strings are not dense");
    };
  }
}
