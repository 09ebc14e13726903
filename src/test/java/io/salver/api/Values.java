package io.salver.api;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor as plain values, independent of the code under test. Elements are Boolean, Long (whole
 * numbers and the bits of FP16 and BF16), BigInteger (UINT64 beyond Long), Double or String.
 */
public record Values(String name, String datatype, List<Long> shape, List<Object> elements) {

  /** A tensor whose shape is {@code shape}. */
  public static Values of(String name, String datatype, List<Long> shape, Object... elements) {
    return new Values(name, datatype, shape, List.of(elements));
  }

  /** The raw form: little-endian, unpadded. */
  public byte[] raw() {
    int size = elements.stream().mapToInt(this::rawSize).sum();
    ByteBuffer raw = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elements.forEach(element -> put(raw, element));
    return raw.array();
  }

  /** Reads the raw form. */
  public static Values ofRaw(String name, String datatype, List<Long> shape, ByteBuffer raw) {
    raw.order(ByteOrder.LITTLE_ENDIAN);
    List<Object> elements = new ArrayList<>();
    while (raw.hasRemaining()) {
      elements.add(get(datatype, raw));
    }
    return new Values(name, datatype, shape, elements);
  }

  private int rawSize(Object element) {
    return switch (datatype) {
      case "BOOL", "INT8", "UINT8" -> 1;
      case "INT16", "UINT16", "FP16", "BF16" -> 2;
      case "INT32", "UINT32", "FP32" -> 4;
      case "BYTES" -> 4 + ((String) element).getBytes(StandardCharsets.UTF_8).length;
      default -> 8;
    };
  }

  private void put(ByteBuffer raw, Object element) {
    switch (datatype) {
      case "BOOL" -> raw.put((byte) ((Boolean) element ? 1 : 0));
      case "INT8", "UINT8" -> raw.put(((Number) element).byteValue());
      case "INT16", "UINT16", "FP16", "BF16" -> raw.putShort(((Number) element).shortValue());
      case "INT32", "UINT32" -> raw.putInt(((Number) element).intValue());
      case "FP32" -> raw.putFloat(((Number) element).floatValue());
      case "FP64" -> raw.putDouble(((Number) element).doubleValue());
      case "BYTES" -> {
        byte[] bytes = ((String) element).getBytes(StandardCharsets.UTF_8);
        raw.putInt(bytes.length).put(bytes);
      }
      default -> raw.putLong(((Number) element).longValue());
    }
  }

  private static Object get(String datatype, ByteBuffer raw) {
    return switch (datatype) {
      case "BOOL" -> raw.get() != 0;
      case "INT8" -> (long) raw.get();
      case "UINT8" -> (long) Byte.toUnsignedInt(raw.get());
      case "INT16" -> (long) raw.getShort();
      case "UINT16", "FP16", "BF16" -> (long) Short.toUnsignedInt(raw.getShort());
      case "INT32" -> (long) raw.getInt();
      case "UINT32" -> Integer.toUnsignedLong(raw.getInt());
      case "INT64" -> raw.getLong();
      case "UINT64" -> whole(new BigInteger(Long.toUnsignedString(raw.getLong())));
      case "FP32" -> (double) raw.getFloat();
      case "FP64" -> raw.getDouble();
      case "BYTES" -> {
        byte[] bytes = new byte[raw.getInt()];
        raw.get(bytes);
        yield new String(bytes, StandardCharsets.UTF_8);
      }
      default -> throw new AssertionError("unknown datatype " + datatype);
    };
  }

  static Object whole(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }
}
