package io.salver.table.arrow;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.Int;

/**
 * Whole numbers of 8 to 64 bits.
 *
 * @param bytes of each
 */
record Wholes(int bytes, boolean signed) implements CellType {

  static Wholes of(Int type, String name) {
    int bits = type.bitWidth();
    if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
      throw new InvalidInput(
          "column '%s' has whole numbers of %d bits; 8, 16, 32 or 64 are expected"
              .formatted(name, bits));
    }
    return new Wholes(bits / Byte.SIZE, type.isSigned());
  }

  @Override
  public Cells read(Batch batch, String name) {
    Batch.Validity validity = batch.validity(name, batch.beginColumn(name));
    ByteBuffer data = batch.buffer(name, (long) bytes * batch.rows());
    return (at, rows, place) -> {
      if (validity.has(at)) {
        long value = value(data, at);
        if (value < 0 && !signed) {
          rows.real(place, (value >>> 1) * 2.0 + (value & 1));
        } else {
          rows.whole(place, value);
        }
      }
    };
  }

  /** The number at that place; one of 64 bits without a sign wraps around. */
  long value(ByteBuffer data, int at) {
    return switch (bytes) {
      case 1 -> signed ? data.get(at) : data.get(at) & 0xFF;
      case 2 -> signed ? data.getShort(at * 2) : data.getShort(at * 2) & 0xFFFF;
      case 4 -> signed ? data.getInt(at * 4) : Integer.toUnsignedLong(data.getInt(at * 4));
      default -> data.getLong(at * 8);
    };
  }
}
