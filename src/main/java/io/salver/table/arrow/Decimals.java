package io.salver.table.arrow;

import io.salver.fault.InvalidInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.Decimal;

/**
 * Decimal fractions: whole numbers of {@code bytes} each, of which the last {@code scale} digits
 * are behind the point.
 */
record Decimals(int bytes, int scale) implements CellType {

  private static final int MOST_DIGITS = 76;

  static Decimals of(Decimal type, String name) {
    boolean isKnown = type.bitWidth() == 128 || type.bitWidth() == 256;
    if (!isKnown || type.scale() < -MOST_DIGITS || type.scale() > MOST_DIGITS) {
      throw new InvalidInput(
          "column '%s' has decimals of %d bits and scale %d; 128 or 256 bits and a scale of at most %d are expected"
              .formatted(name, type.bitWidth(), type.scale(), MOST_DIGITS));
    }
    return new Decimals(type.bitWidth() / Byte.SIZE, type.scale());
  }

  @Override
  public Cells read(Batch batch, String name) {
    Batch.Validity validity = batch.validity(name, batch.beginColumn(name));
    ByteBuffer data = batch.buffer(name, (long) bytes * batch.rows());
    return (at, rows, place) -> {
      if (validity.has(at)) {
        BigDecimal value = value(data, at);
        if (scale <= 0 && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
          rows.whole(place, value.longValue());
        } else {
          rows.real(place, value.doubleValue());
        }
      }
    };
  }

  private BigDecimal value(ByteBuffer data, int at) {
    byte[] digits = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      digits[i] = data.get(at * bytes + bytes - 1 - i);
    }
    return new BigDecimal(new BigInteger(digits), scale);
  }
}
