package io.salver.tensor;

import java.util.Optional;

/**
 * The datatypes of the Open Inference Protocol (V2, "Tensor Data Types"), with their size in bytes.
 */
public enum DataType {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  BF16(2),
  FP32(4),
  FP64(8),
  /** Byte strings of any length; text is UTF-8. */
  BYTES(0);

  private final int size;

  DataType(int size) {
    this.size = size;
  }

  /** Bytes of one element; 0 for {@link #BYTES}, whose elements have no common size. */
  public int size() {
    return size;
  }

  public boolean isDense() {
    return this != BYTES;
  }

  /** The datatype of that exact protocol name. */
  public static Optional<DataType> named(String name) {
    for (DataType type : values()) {
      if (type.name().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
