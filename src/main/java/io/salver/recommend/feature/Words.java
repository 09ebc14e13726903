package io.salver.recommend.feature;

import java.util.Locale;

/**
 * Turns a text into codes of known words: lower case, split at whatever is neither letter nor
 * digit, unknown words left out, in order.
 */
final class Words {

  private Words() {}

  /** Fills {@code codes} from {@code start}, at most {@code length}; the rest is zero. */
  static void encode(String text, Vocabulary vocabulary, long[] codes, int start, int length) {
    String lower = text.toLowerCase(Locale.ROOT);
    int filled = 0;
    int begin = -1;
    for (int i = 0; i <= lower.length() && filled < length; ) {
      int point = i < lower.length() ? lower.codePointAt(i) : ' ';
      boolean inside = Character.isLetterOrDigit(point);
      if (inside && begin < 0) {
        begin = i;
      } else if (!inside && begin >= 0) {
        int code = vocabulary.code(lower.substring(begin, i));
        if (code != Vocabulary.UNKNOWN) {
          codes[start + filled++] = code;
        }
        begin = -1;
      }
      i += Character.charCount(point);
    }
  }
}
