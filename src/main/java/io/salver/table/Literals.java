package io.salver.table;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads texts that stand for values of other types, as fields of CSV do. */
final class Literals {

  private static final int LONGEST_NUMBER = 400;

  private Literals() {}

  /** A whole number in decimal digits that fits 64 bits. */
  static OptionalLong whole(String text) {
    int digits = text.startsWith("-") || text.startsWith("+") ? text.length() - 1 : text.length();
    boolean isPlain = digits > 0 && digits < 20 && isOf(text, "+-");
    try {
      return isPlain ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    } catch (NumberFormatException other) {
      return OptionalLong.empty();
    }
  }

  /** A number in decimal digits; infinite where it is beyond 64 bits of floating point. */
  static OptionalDouble number(String text) {
    boolean isPlain = !text.isEmpty() && text.length() <= LONGEST_NUMBER && isOf(text, "+-.eE");
    try {
      return isPlain ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    } catch (NumberFormatException other) {
      return OptionalDouble.empty();
    }
  }

  /** The names of true and false, in any case. */
  static OptionalLong flag(String text) {
    if (text.length() > 5) {
      return OptionalLong.empty();
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> OptionalLong.of(1);
      case "false" -> OptionalLong.of(0);
      default -> OptionalLong.empty();
    };
  }

  private static boolean isOf(String text, String others) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if ((each < '0' || each > '9') && others.indexOf(each) < 0) {
        return false;
      }
    }
    return true;
  }
}
