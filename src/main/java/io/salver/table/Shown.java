package io.salver.table;

/** Writes what came into a complaint about it, so that a person can read it. */
final class Shown {

  private static final int MOST = 40;

  private Shown() {}

  /** The cell of that row in a few words, such as {@code the text 'abc'}. */
  static String cell(Column column, int row) {
    return switch (column.kind(row)) {
      case ABSENT -> "nothing";
      case WHOLE -> "the number " + column.whole(row);
      case REAL -> real(column.number(row));
      case FLAG -> column.whole(row) != 0 ? "true" : "false";
      case MOMENT -> "a moment";
      case TEXT -> "the text '" + text(column.text(row)) + "'";
      case BYTES -> "bytes";
      case OTHER -> column.text(row);
    };
  }

  /** At most so many characters of a text, the control characters among them as {@code ?}. */
  static String text(String text) {
    int end = Math.min(text.length(), MOST);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    StringBuilder shown = new StringBuilder(end + 1);
    for (int i = 0; i < end; i++) {
      char each = text.charAt(i);
      shown.append(Character.isISOControl(each) ? '?' : each);
    }
    return end < text.length() ? shown.append('…').toString() : shown.toString();
  }

  private static String real(double number) {
    if (Double.isInfinite(number)) {
      return "a number beyond 64 bits of floating point";
    }
    return Double.isNaN(number) ? "NaN" : "the number " + Numbers.plain(number);
  }
}
