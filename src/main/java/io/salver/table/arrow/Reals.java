package io.salver.table.arrow;

import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.Precision;

/** Numbers of floating point, of {@code bytes} each. */
record Reals(int bytes) implements CellType {

  static Reals of(short precision) {
    return switch (precision) {
      case Precision.HALF -> new Reals(Short.BYTES);
      case Precision.SINGLE -> new Reals(Float.BYTES);
      case Precision.DOUBLE -> new Reals(Double.BYTES);
      default -> throw Damaged.stream("floating point of precision %d".formatted(precision));
    };
  }

  @Override
  public Cells read(Batch batch, String name) {
    Batch.Validity validity = batch.validity(name, batch.beginColumn(name));
    ByteBuffer data = batch.buffer(name, (long) bytes * batch.rows());
    return (at, rows, place) -> {
      if (validity.has(at)) {
        rows.real(place, value(data, at));
      }
    };
  }

  private double value(ByteBuffer data, int at) {
    return switch (bytes) {
      case Short.BYTES -> Float.float16ToFloat(data.getShort(at * Short.BYTES));
      case Float.BYTES -> data.getFloat(at * Float.BYTES);
      default -> data.getDouble(at * Double.BYTES);
    };
  }
}
