package io.salver.table;

import io.salver.tensor.DataType;

/**
 * Cells that hold numbers.
 *
 * @param most the largest number that the tensor can hold
 */
record NumberCells(RangeRule range, double most) implements CellReader.OfDoubles {

  static NumberCells of(Feature feature) {
    return new NumberCells(
        RangeRule.of(feature),
        feature.dataType() == DataType.FP32 ? Float.MAX_VALUE : Double.MAX_VALUE);
  }

  @Override
  public double read(Column column, int row, Report report) {
    return switch (column.kind(row)) {
      case WHOLE -> range.apply((double) column.whole(row), row, report);
      case REAL -> checked(column.number(row), column, row, report);
      case TEXT -> checked(literal(column.text(row), report), column, row, report);
      case ABSENT, FLAG, MOMENT, BYTES, OTHER -> checked(Double.NaN, column, row, report);
    };
  }

  private static double literal(String text, Report report) {
    return report.isLiteral() ? Literals.number(text).orElse(Double.NaN) : Double.NaN;
  }

  private double checked(double number, Column column, int row, Report report) {
    if (Double.isNaN(number)) {
      report.wrong(column, row);
      return 0;
    }
    if (Math.abs(number) > most) {
      report.wrong(column, row, "a number of at most " + most);
      return 0;
    }
    return range.apply(number, row, report);
  }
}
