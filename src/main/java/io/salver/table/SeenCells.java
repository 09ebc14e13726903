package io.salver.table;

import io.salver.tensor.DataType;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The cells of rows as their features mean them, for whoever watches what comes: not yet moved into
 * a range, and without what stands for missing or unknown ones. Immutable.
 */
public final class SeenCells {

  private static final Cell ABSENT = new Cell.Absent();
  private static final Cell WRONG = new Cell.Other("a cell of another type");
  private static final Column EMPTY = new Column("");

  private final Rows rows;
  private final List<Feature> features;
  private final List<Column> columns;

  /** The cells of {@code rows} that the schema has features for. */
  public SeenCells(Rows rows, FeatureSchema schema) {
    this.rows = rows;
    this.features = schema.features();
    this.columns = features.stream().map(each -> rows.find(each.name()).orElse(EMPTY)).toList();
  }

  public int rows() {
    return rows.count();
  }

  public List<Feature> features() {
    return features;
  }

  /**
   * The cell of a feature in a row: a finite number, also for a date; a flag; the text of a
   * category or a text, known or not; bytes; absent; or other, where the feature cannot be that.
   */
  public Cell cell(int feature, int row) {
    Column column = columns.get(feature);
    if (column.kind(row) == Column.Kind.ABSENT) {
      return ABSENT;
    }
    Feature of = features.get(feature);
    return switch (of.type()) {
      case NUMBER -> number(column, row, of.dataType());
      case INTEGER -> whole(column, row);
      case BOOLEAN -> flag(column, row);
      case CATEGORY, TEXT -> ofKind(column, row, Column.Kind.TEXT);
      case DATE -> date(column, row, of.days());
      case IMAGE -> picture(column, row);
    };
  }

  private Cell number(Column column, int row, DataType type) {
    double number =
        switch (column.kind(row)) {
          case WHOLE, REAL -> column.number(row);
          case TEXT -> literal(column.text(row));
          case ABSENT, FLAG, MOMENT, BYTES, OTHER -> Double.NaN;
        };
    double most = type == DataType.FP32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return Math.abs(number) <= most ? new Cell.Real(number) : WRONG;
  }

  private Cell whole(Column column, int row) {
    Cell number = number(column, row, DataType.FP64);
    return number instanceof Cell.Real(double value) && value != Math.rint(value) ? WRONG : number;
  }

  private double literal(String text) {
    OptionalDouble number = rows.isLiteral() ? Literals.number(text) : OptionalDouble.empty();
    return number.orElse(Double.NaN);
  }

  private Cell flag(Column column, int row) {
    OptionalLong flag =
        switch (column.kind(row)) {
          case FLAG -> OptionalLong.of(column.whole(row));
          case TEXT -> rows.isLiteral() ? Literals.flag(column.text(row)) : OptionalLong.empty();
          case ABSENT, WHOLE, REAL, MOMENT, BYTES, OTHER -> OptionalLong.empty();
        };
    return flag.isPresent() ? new Cell.Flag(flag.getAsLong() != 0) : WRONG;
  }

  private static Cell date(Column column, int row, boolean inDays) {
    OptionalLong seconds =
        switch (column.kind(row)) {
          case MOMENT -> OptionalLong.of(column.whole(row));
          case TEXT -> Moments.seconds(column.text(row));
          case ABSENT, WHOLE, REAL, FLAG, BYTES, OTHER -> OptionalLong.empty();
        };
    if (seconds.isEmpty()) {
      return WRONG;
    }
    long moment = seconds.getAsLong();
    return new Cell.Real(inDays ? Moments.days(moment) : moment);
  }

  private static Cell picture(Column column, int row) {
    Column.Kind kind = column.kind(row);
    return kind == Column.Kind.TEXT || kind == Column.Kind.BYTES ? column.cell(row) : WRONG;
  }

  private static Cell ofKind(Column column, int row, Column.Kind kind) {
    return column.kind(row) == kind ? column.cell(row) : WRONG;
  }
}
