package engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Markdown table that grows row by row. Not thread-safe. */
public final class Table {

  private final List<String> lines = new ArrayList<>();

  public Table(String... columns) {
    lines.add(line((Object[]) columns));
    lines.add("| --- ".repeat(columns.length) + "|");
  }

  /** Adds a row; numbers are rounded to what a reader needs. */
  public Table row(Object... cells) {
    lines.add(line(cells));
    return this;
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  /** Three digits that count, without an exponent. */
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static String line(Object... cells) {
    StringBuilder line = new StringBuilder("|");
    for (Object cell : cells) {
      line.append(' ').append(cell instanceof Double value ? number(value) : cell).append(" |");
    }
    return line.toString();
  }
}
