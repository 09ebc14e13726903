package io.salver.table;

/** Makes values of the cells of one feature that are there. Immutable. */
sealed interface CellReader {

  /** Gives numbers. */
  non-sealed interface OfDoubles extends CellReader {
    /** The value of that cell; any where it reports a problem. */
    double read(Column column, int row, Report report);
  }

  /** Gives whole numbers. */
  non-sealed interface OfLongs extends CellReader {
    /** The value of that cell; any where it reports a problem. */
    long read(Column column, int row, Report report);
  }

  /** Gives what is no number. */
  non-sealed interface OfObjects extends CellReader {
    /** The value of that cell; any where it reports a problem. */
    Object read(Column column, int row, Report report);
  }

  /** The reader that a feature needs. */
  static CellReader of(Feature feature) {
    return switch (feature.type()) {
      case NUMBER -> NumberCells.of(feature);
      case INTEGER -> IntegerCells.of(feature);
      case BOOLEAN -> new FlagCells();
      case CATEGORY -> CategoryCells.of(feature);
      case DATE -> new DateCells(feature.days());
      case TEXT -> new TextCells();
      case IMAGE -> new PictureCells();
    };
  }
}
