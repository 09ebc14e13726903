package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.tensor.DataType;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The raw form of a tensor that both protocols share: elements row-major, little-endian, unpadded;
 * BOOL is one byte; an element of BYTES is a 4-byte length and then its bytes.
 */
public final class RawTensors {

  private static final int LENGTH_BYTES = Integer.BYTES;

  private RawTensors() {}

  /**
   * The tensor in {@code raw}, a slice from position 0 of memory of {@code scope}. Dense elements
   * are used where they lie if that is aligned to their size, else moved; byte strings are copied.
   *
   * @throws InvalidInput when the bytes are not exactly those of the declared tensor
   */
  public static Tensor decode(
      TensorDeclaration declaration, ByteBuffer raw, TensorScope scope, MemoryBudget budget) {
    raw.order(ByteOrder.LITTLE_ENDIAN);
    if (declaration.dataType() == DataType.BYTES) {
      return strings(declaration, raw, budget);
    }
    if (raw.remaining() != declaration.byteSize()) {
      throw new InvalidInput(
          "input '"
              + declaration.name()
              + "' of datatype "
              + declaration.dataType()
              + " and shape "
              + declaration.shape()
              + " takes "
              + declaration.byteSize()
              + " bytes, got "
              + raw.remaining());
    }
    if (declaration.dataType() == DataType.BOOL) {
      checkFlags(declaration, raw);
    }
    return new Tensor.Dense(
        declaration.dataType(), declaration.shape(), aligned(declaration.dataType(), raw, scope));
  }

  /** Bytes of {@code tensor} in its raw form. */
  public static long encodedSize(Tensor tensor) {
    return switch (tensor) {
      case Tensor.Dense dense -> dense.data().limit();
      case Tensor.Strings strings -> {
        long size = 0;
        for (byte[] element : strings.elements()) {
          size += LENGTH_BYTES + element.length;
        }
        yield size;
      }
    };
  }

  private static Tensor strings(
      TensorDeclaration declaration, ByteBuffer raw, MemoryBudget budget) {
    StringElements elements = new StringElements(declaration, budget);
    while (raw.hasRemaining()) {
      int length = raw.remaining() < LENGTH_BYTES ? -1 : raw.getInt();
      if (length < 0 || length > raw.remaining()) {
        throw cutOff(declaration, raw, length);
      }
      raw.get(elements.reserve(length));
    }
    return elements.finish();
  }

  private static InvalidInput cutOff(TensorDeclaration declaration, ByteBuffer raw, int length) {
    String place = "input '" + declaration.name() + "': at byte " + raw.position() + " ";
    return new InvalidInput(
        raw.remaining() < LENGTH_BYTES && length == -1
            ? place + "a 4-byte length is cut off"
            : place
                + "an element claims "
                + Integer.toUnsignedString(length)
                + " bytes, but "
                + raw.remaining()
                + " are left");
  }

  private static void checkFlags(TensorDeclaration declaration, ByteBuffer raw) {
    for (int index = 0; index < raw.limit(); index++) {
      if ((raw.get(index) & 0xFE) != 0) {
        throw declaration.unfit("byte " + Byte.toUnsignedInt(raw.get(index)));
      }
    }
  }

  private static ByteBuffer aligned(DataType dataType, ByteBuffer raw, TensorScope scope) {
    if (raw.alignmentOffset(0, dataType.size()) == 0) {
      return raw;
    }
    ByteBuffer copy = scope.allocate(raw.remaining());
    copy.put(0, raw, 0, raw.remaining());
    return copy;
  }
}
