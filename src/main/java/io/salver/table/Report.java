package io.salver.table;

import java.util.function.Supplier;

/** What becomes known of the cells of one feature while they are read. Not thread-safe. */
final class Report {

  private final Feature feature;
  private final Rows rows;
  private final Problems problems;
  private int missing;
  private int unknown;
  private int outOfRange;

  Report(Feature feature, Rows rows, Problems problems) {
    this.feature = feature;
    this.rows = rows;
    this.problems = problems;
  }

  boolean isLiteral() {
    return rows.isLiteral();
  }

  /** A cell is not there, and nothing stands for it if {@code isWrong}. */
  void missing(int row, boolean isWrong) {
    missing++;
    if (isWrong) {
      add(row, () -> expected() + " is expected, and it is missing");
    }
  }

  /** A category is not in the list. */
  void unknown() {
    unknown++;
  }

  /** A number is not in the range. */
  void outOfRange() {
    outOfRange++;
  }

  /** A cell is not what the feature's type says. */
  void wrong(Column column, int row) {
    wrong(column, row, expected());
  }

  /** A cell is not what is expected. */
  void wrong(Column column, int row, String expected) {
    add(row, () -> expected + " is expected, not " + Shown.cell(column, row));
  }

  /** Something is wrong with a cell. */
  void add(int row, Supplier<String> what) {
    problems.add(row, feature.name(), () -> rows.name(row, feature.name()) + ": " + what.get());
  }

  FeatureCounts counts() {
    return new FeatureCounts(rows.count(), missing, unknown, outOfRange);
  }

  private String expected() {
    return switch (feature.type()) {
      case NUMBER -> "a number";
      case INTEGER -> "a whole number";
      case BOOLEAN -> "true or false";
      case CATEGORY -> "a text, one of its categories,";
      case DATE ->
          "a day or moment as ISO 8601 writes it, such as 2021-03-01 or 2021-03-01T12:30:00+02:00,";
      case TEXT -> "a text";
      case IMAGE -> "a picture in base64 or in bytes";
    };
  }
}
