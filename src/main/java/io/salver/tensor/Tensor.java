package io.salver.tensor;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An n-dimensional array, row-major. A value, never an owner: the memory of a {@link Dense} tensor
 * belongs to the {@link TensorScope} that allocated it and must not be touched after that scope is
 * closed. Do not compare tensors with {@code equals}.
 */
public sealed interface Tensor {

  DataType dataType();

  Shape shape();

  /** The same in memory of {@code scope}; strings are shared and counted there. */
  Tensor copiedInto(TensorScope scope);

  /**
   * Elements of fixed size. {@code data} is little-endian, its position is 0 and its limit is
   * exactly the size of the elements in bytes. Readers take {@link #view()}, which leaves the
   * position of {@code data} alone.
   */
  record Dense(DataType dataType, Shape shape, ByteBuffer data) implements Tensor {

    /** A tensor over {@code data}, whose remaining bytes must be exactly those of {@code shape}. */
    public Dense {
      if (!dataType.isDense()) {
        throw new IllegalArgumentException(dataType + " is not dense");
      }
      long expected = byteSize(dataType, shape);
      if (data.order() != ByteOrder.LITTLE_ENDIAN) {
        throw new IllegalArgumentException("data is not little-endian");
      }
      if (data.position() != 0 || data.limit() != expected) {
        throw new InvalidInput(
            "a "
                + dataType
                + " tensor of shape "
                + shape
                + " takes "
                + expected
                + " bytes, got "
                + data.remaining());
      }
    }

    /** A fresh little-endian view of all bytes, sharing the memory. */
    public ByteBuffer view() {
      return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public Dense copiedInto(TensorScope scope) {
      Dense copy = scope.allocate(dataType, shape);
      copy.view().put(view());
      return copy;
    }

    /**
     * An element as a number, the first at 0; those of 64 bits may lose digits, and true is 1.
     *
     * @throws IndexOutOfBoundsException when there is no such element
     */
    public double number(int element) {
      int at = element * dataType.size();
      return switch (dataType) {
        case BOOL, INT8 -> data.get(at);
        case UINT8 -> Byte.toUnsignedInt(data.get(at));
        case INT16 -> data.getShort(at);
        case UINT16 -> Short.toUnsignedInt(data.getShort(at));
        case INT32 -> data.getInt(at);
        case UINT32 -> Integer.toUnsignedLong(data.getInt(at));
        case INT64 -> (double) data.getLong(at);
        case UINT64 -> {
          long bits = data.getLong(at);
          yield bits >= 0 ? (double) bits : (double) bits + 0x1p64;
        }
        case FP16 -> Float.float16ToFloat(data.getShort(at));
        case BF16 -> Float.intBitsToFloat(data.getShort(at) << Short.SIZE);
        case FP32 -> data.getFloat(at);
        case FP64 -> data.getDouble(at);
        case BYTES -> throw new IllegalStateException("strings are no numbers");
      };
    }
  }

  /**
   * Byte strings in row-major order, one for each element of {@code shape}. The arrays are not
   * copied.
   */
  record Strings(Shape shape, List<byte[]> elements) implements Tensor {

    /** A tensor of these elements, as many as {@code shape} has. */
    public Strings {
      if (elements.size() != shape.elements()) {
        throw new InvalidInput(
            "a BYTES tensor of shape "
                + shape
                + " takes "
                + shape.elements()
                + " elements, got "
                + elements.size());
      }
      elements = List.copyOf(elements);
    }

    @Override
    public DataType dataType() {
      return DataType.BYTES;
    }

    /** Bytes of all elements, without what holds them. */
    public long bytes() {
      return elements.stream().mapToLong(element -> element.length).sum();
    }

    @Override
    public Strings copiedInto(TensorScope scope) {
      scope.reserve(bytes());
      return this;
    }
  }

  /**
   * Bytes that the elements of a dense tensor take.
   *
   * @throws InvalidInput when that overflows 64 bits
   */
  static long byteSize(DataType dataType, Shape shape) {
    long elements = shape.elements();
    if (dataType.size() != 0 && elements > Long.MAX_VALUE / dataType.size()) {
      throw new InvalidInput("shape " + shape + " of " + dataType + " overflows 64 bits of bytes");
    }
    return elements * dataType.size();
  }
}
