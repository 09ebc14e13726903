package io.salver.api.catalogue;

import io.salver.fault.InvalidInput;

/**
 * Texts that every store keeps as they are: Unicode without the character U+0000, which PostgreSQL
 * has no place for, and without half a surrogate pair, which has no UTF-8.
 */
final class StorableText {

  private StorableText() {}

  static String checked(String field, String text) {
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == 0) {
        throw new InvalidInput(field + " expects a text without the character U+0000");
      }
      if (Character.isSurrogate(character)) {
        boolean isPair =
            Character.isHighSurrogate(character)
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
        if (!isPair) {
          throw new InvalidInput(
              field + " expects a text of Unicode, received half a surrogate pair");
        }
        at++;
      }
    }
    return text;
  }

  /** A text of 1 to {@code limit} characters. */
  static String checked(String field, String text, int limit) {
    if (text.isEmpty() || text.length() > limit) {
      throw new InvalidInput(
          field + " expects 1 to " + limit + " characters, received " + text.length());
    }
    return checked(field, text);
  }
}
