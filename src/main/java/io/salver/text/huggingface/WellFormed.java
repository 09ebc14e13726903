package io.salver.text.huggingface;

/** Makes strings that have a form in UTF-8. */
final class WellFormed {

  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /**
   * The same string with U+FFFD in place of each surrogate without its other half; as long as it
   * was.
   */
  static String of(String text) {
    int at = firstLone(text, 0);
    if (at == text.length()) {
      return text;
    }
    char[] units = text.toCharArray();
    while (at < units.length) {
      units[at] = REPLACEMENT;
      at = firstLone(text, at + 1);
    }
    return new String(units);
  }

  private static int firstLone(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        return i;
      }
    }
    return text.length();
  }
}
