package io.salver.table;

import java.util.List;
import java.util.Optional;

/**
 * Rows as they came, column by column, not yet compared with any schema. Made by {@link
 * RowsBuilder}; then immutable.
 */
public final class Rows {

  private final int count;
  private final List<Column> columns;
  private final boolean literal;
  private final int[] lines;

  Rows(int count, List<Column> columns, boolean literal, int[] lines) {
    this.count = count;
    this.columns = List.copyOf(columns);
    this.literal = literal;
    this.lines = lines;
  }

  public int count() {
    return count;
  }

  /** In the order in which their names came. */
  public List<Column> columns() {
    return columns;
  }

  public Optional<Column> find(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /**
   * Whether texts stand for values of any type, as in CSV; else {@code "1"} is a text and no
   * number.
   */
  public boolean isLiteral() {
    return literal;
  }

  /** How a complaint names a cell: {@code rows[3].age}, with the line of the file if known. */
  public String name(int row, String column) {
    String name = "rows[" + row + "]." + Shown.text(column);
    return row < lines.length ? name + " (line " + lines[row] + ")" : name;
  }
}
