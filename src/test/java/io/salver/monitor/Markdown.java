package io.salver.monitor;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tables in Markdown. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Begins a table. */
  void begin(Object... columns) {
    text.append(text.isEmpty() ? "" : "\n");
    row(columns);
    row(Arrays.stream(columns).map(column -> (Object) "---").toArray());
  }

  void row(Object... cells) {
    text.append(
        Arrays.stream(cells)
            .map(Object::toString)
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
