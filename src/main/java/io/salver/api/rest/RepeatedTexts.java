package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;

/**
 * Makes one string of the texts that rows repeat, such as the names of categories: a short text
 * that was read lately is given again, so that most cells make no object. Not thread-safe.
 */
final class RepeatedTexts {

  private static final int PLACES = 1024;
  private static final int MOST_LENGTH = 64;

  private final String[] kept = new String[PLACES];

  RepeatedTexts() {
    Arrays.fill(kept, "");
  }

  /** The text at the parser. */
  String read(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    if (length > MOST_LENGTH) {
      return parser.getText();
    }
    char[] characters = parser.getTextCharacters();
    int start = parser.getTextOffset();
    int hash = 0;
    for (int at = start; at < start + length; at++) {
      hash = 31 * hash + characters[at];
    }
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    if (!isSame(kept[place], characters, start, length)) {
      kept[place] = new String(characters, start, length);
    }
    return kept[place];
  }

  private static boolean isSame(String text, char[] characters, int start, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int at = 0; at < length; at++) {
      if (text.charAt(at) != characters[start + at]) {
        return false;
      }
    }
    return true;
  }
}
