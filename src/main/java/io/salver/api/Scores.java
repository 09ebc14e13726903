package io.salver.api;

import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import java.nio.ByteBuffer;

/** The elements of a numeric tensor, to be ranked and written. Immutable view of its memory. */
final class Scores {

  private final DataType type;
  private final ByteBuffer data;

  /** The elements of {@code tensor}, whose datatype is numeric. */
  Scores(Tensor.Dense tensor) {
    this.type = tensor.dataType();
    this.data = tensor.view();
  }

  static boolean isNumeric(DataType type) {
    return type != DataType.BOOL && type != DataType.BYTES;
  }

  /**
   * Orders the places {@code a} and {@code b}: negative where {@code a} comes first, because its
   * score is larger or, where they are equal, its place is lower. A NaN comes after every number.
   */
  int compare(int a, int b) {
    int byScore =
        switch (type) {
          case FP16, BF16, FP32, FP64 -> compareReals(real(b), real(a));
          case UINT64 -> Long.compareUnsigned(whole(b), whole(a));
          case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> Long.compare(whole(b), whole(a));
          case BOOL, BYTES -> throw new IllegalStateException(type + " is no number");
        };
    return byScore != 0 ? byScore : Integer.compare(a, b);
  }

  /** The score at {@code place} in its shortest exact form. */
  String text(int place) {
    return switch (type) {
      case FP16, BF16, FP32 -> Float.toString((float) real(place));
      case FP64 -> Double.toString(real(place));
      case UINT64 -> Long.toUnsignedString(whole(place));
      case UINT8, UINT16, UINT32, INT8, INT16, INT32, INT64 -> Long.toString(whole(place));
      case BOOL, BYTES -> throw new IllegalStateException(type + " is no number");
    };
  }

  private double real(int place) {
    return switch (type) {
      case FP16 -> Float.float16ToFloat(data.getShort(place * Short.BYTES));
      case BF16 -> Float.intBitsToFloat(data.getShort(place * Short.BYTES) << 16);
      case FP32 -> data.getFloat(place * Float.BYTES);
      case FP64 -> data.getDouble(place * Double.BYTES);
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BOOL, BYTES ->
          throw new IllegalStateException(type + " is no real number");
    };
  }

  private long whole(int place) {
    return switch (type) {
      case UINT8 -> Byte.toUnsignedLong(data.get(place));
      case INT8 -> data.get(place);
      case UINT16 -> Short.toUnsignedLong(data.getShort(place * Short.BYTES));
      case INT16 -> data.getShort(place * Short.BYTES);
      case UINT32 -> Integer.toUnsignedLong(data.getInt(place * Integer.BYTES));
      case INT32 -> data.getInt(place * Integer.BYTES);
      case UINT64, INT64 -> data.getLong(place * Long.BYTES);
      case FP16, BF16, FP32, FP64, BOOL, BYTES ->
          throw new IllegalStateException(type + " is no whole number");
    };
  }

  /** Compares as numbers, so that the two zeros are equal, with NaN below all. */
  private static int compareReals(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(b), Double.isNaN(a));
    }
    return a < b ? -1 : a > b ? 1 : 0;
  }
}
