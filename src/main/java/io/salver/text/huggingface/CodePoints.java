package io.salver.text.huggingface;

/**
 * Where the characters of Unicode, by which the library counts, lie in a string, which counts in
 * UTF-16 units. Immutable.
 */
final class CodePoints {

  private final String text;
  private final int[] unitByPoint;

  /** Those of a string that is well formed. */
  CodePoints(String text) {
    this.text = text;
    this.unitByPoint = isPlain(text) ? new int[0] : units(text);
  }

  /** The UTF-16 unit at which the character {@code point} begins; the length for those beyond. */
  int unit(int point) {
    if (unitByPoint.length == 0) {
      return Math.clamp(point, 0, text.length());
    }
    return unitByPoint[Math.clamp(point, 0, unitByPoint.length - 1)];
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int[] units(String text) {
    int[] units = new int[text.codePointCount(0, text.length()) + 1];
    int unit = 0;
    for (int point = 0; point < units.length - 1; point++) {
      units[point] = unit;
      unit += Character.charCount(text.codePointAt(unit));
    }
    units[units.length - 1] = unit;
    return units;
  }
}
