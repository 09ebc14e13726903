package io.salver.table;

import io.salver.tensor.DataType;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Cells that hold whole numbers, also if they are written with a fraction of nothing.
 *
 * @param least the least that the tensor can hold
 * @param most the largest that it can hold
 */
record IntegerCells(RangeRule range, long least, long most) implements CellReader.OfLongs {

  private static final double BEYOND = 0x1p63;

  static IntegerCells of(Feature feature) {
    return feature.dataType() == DataType.INT32
        ? new IntegerCells(RangeRule.of(feature), Integer.MIN_VALUE, Integer.MAX_VALUE)
        : new IntegerCells(RangeRule.of(feature), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  @Override
  public long read(Column column, int row, Report report) {
    return switch (column.kind(row)) {
      case WHOLE -> checked(column.whole(row), column, row, report);
      case REAL -> real(column.number(row), column, row, report);
      case TEXT -> literal(column, row, report);
      case ABSENT, FLAG, MOMENT, BYTES, OTHER -> real(Double.NaN, column, row, report);
    };
  }

  private long literal(Column column, int row, Report report) {
    if (!report.isLiteral()) {
      return real(Double.NaN, column, row, report);
    }
    OptionalLong whole = Literals.whole(column.text(row));
    if (whole.isPresent()) {
      return checked(whole.getAsLong(), column, row, report);
    }
    OptionalDouble number = Literals.number(column.text(row));
    return real(number.orElse(Double.NaN), column, row, report);
  }

  private long real(double number, Column column, int row, Report report) {
    if (number != Math.rint(number)) { // NaN, too
      report.wrong(column, row);
      return 0;
    }
    if (number < -BEYOND || number >= BEYOND) {
      report.wrong(column, row, "a whole number of 64 bits");
      return 0;
    }
    return checked((long) number, column, row, report);
  }

  private long checked(long number, Column column, int row, Report report) {
    if (number < least || number > most) {
      report.wrong(column, row, "a whole number of 32 bits");
      return 0;
    }
    double taken = range.apply((double) number, row, report);
    return taken == (double) number ? number : (long) taken;
  }
}
