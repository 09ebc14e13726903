package io.salver.api.rest;

import com.fasterxml.jackson.core.io.NumberInput;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One number of a JSON document (RFC 8259, section 6), read where it lies: its digits eight at a
 * time, its value by exact arithmetic on few digits and by Jackson's exact reader where that cannot
 * tell. Holds one number after the other; not thread-safe.
 *
 * <p>A number of at most 18 significant digits is {@code mantissa · 10^exponent}, without rounding.
 * With a power of ten that a double holds exactly, one multiplication or division is the nearest
 * double if it holds the mantissa too (Clinger, "How to Read Floating Point Numbers Accurately",
 * 1990). The nearest float needs less: the double may be off by some of its last places, which
 * changes the float only in the neighbourhood of a midpoint between two floats.
 */
final class JsonNumber {

  private static final int MAX_DIGITS = 18;
  private static final int MAX_EXPONENT = 1_000_000;
  private static final long MAX_EXACT_MANTISSA = 1L << 53;
  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int MAX_POWER = POWERS_OF_TEN.length - 1;

  /** The doubles nearest to 10^-22 to 10^22. */
  private static final double[] NEAR_POWERS_OF_TEN = nearPowersOfTen();

  /** The bits of a double below the last place of a float, and half of that place. */
  private static final int BELOW_FLOAT = (1 << 29) - 1;

  private static final int MIDPOINT = 1 << 28;

  /** Roundings of mantissa, power and product, each by half a place, cannot be off by so much. */
  private static final int DOUBT = 8;

  private final ByteBuffer document;
  private final JsonDigits digits;

  private int start;
  private int end;
  private boolean negative;
  private boolean whole;
  private boolean exact;
  private long mantissa;
  private int exponent;

  /** Numbers of {@code document}, which is little-endian. */
  JsonNumber(ByteBuffer document) {
    this.document = document;
    this.digits = new JsonDigits(document);
  }

  /** Reads the number at {@code offset}, and says whether there is one. */
  boolean read(int offset) {
    start = offset;
    negative = digits.at(offset) == '-';
    int first = negative ? offset + 1 : offset;
    int at = digits.readFirst(first);
    int wholeDigits = at - first;
    if (wholeDigits == 0 || (wholeDigits > 1 && digits.at(first) == '0')) {
      return false;
    }
    int fractionDigits = 0;
    byte next = digits.at(at);
    if (next == '.') {
      int point = at;
      at = digits.read(point + 1);
      fractionDigits = at - point - 1;
      if (fractionDigits == 0) {
        return false;
      }
      next = digits.at(at);
    }
    mantissa = digits.value();
    exponent = -fractionDigits;
    whole = fractionDigits == 0;
    exact =
        wholeDigits + fractionDigits <= MAX_DIGITS
            || wholeDigits + fractionDigits - leadingZeros(first) <= MAX_DIGITS;
    end = (next | 0x20) == 'e' ? readExponent(at + 1) : at;
    return end > 0;
  }

  /** The offset of the number. */
  int start() {
    return start;
  }

  /** The offset after the number. */
  int end() {
    return end;
  }

  /** Whether it has neither a fraction nor an exponent. */
  boolean isWhole() {
    return whole;
  }

  /** Whether {@link #longValue} is its value; it is whole. */
  boolean fitsLong() {
    return exact;
  }

  /** The value of a whole number that fits. */
  long longValue() {
    return negative ? -mantissa : mantissa;
  }

  /** The value of a whole number. */
  BigInteger bigValue() {
    return new BigInteger(text());
  }

  /** The nearest float; infinite where the number is beyond all floats. */
  float floatValue() {
    if (exact && mantissa == 0) {
      return negative ? -0f : 0f;
    }
    if (exact && Math.abs(exponent) <= MAX_POWER) {
      double near = mantissa * NEAR_POWERS_OF_TEN[exponent + MAX_POWER];
      int below = (int) Double.doubleToRawLongBits(near) & BELOW_FLOAT;
      if (Math.abs(below - MIDPOINT) > DOUBT
          && near >= Float.MIN_NORMAL
          && near <= Float.MAX_VALUE) {
        return (float) (negative ? -near : near);
      }
    }
    char[] characters = characters();
    return NumberInput.parseFloat(characters, 0, characters.length, true);
  }

  /** The nearest double; infinite where the number is beyond all doubles. */
  double doubleValue() {
    if (exact && mantissa <= MAX_EXACT_MANTISSA && Math.abs(exponent) <= MAX_POWER) {
      return negative ? -scaled() : scaled();
    }
    char[] characters = characters();
    return NumberInput.parseDouble(characters, 0, characters.length, true);
  }

  /** As it stands in the document. */
  String text() {
    byte[] bytes = new byte[end - start];
    document.get(start, bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private char[] characters() {
    char[] characters = new char[end - start];
    for (int index = 0; index < characters.length; index++) {
      characters[index] = (char) document.get(start + index);
    }
    return characters;
  }

  private double scaled() {
    return exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
  }

  /**
   * Zeros before the first other digit, from {@code first} on, of a number that has many digits.
   */
  private int leadingZeros(int first) {
    int zeros = 0;
    int at = first;
    while (digits.at(at) == '0' || digits.at(at) == '.') {
      zeros += digits.at(at) == '0' ? 1 : 0;
      at++;
    }
    return zeros;
  }

  private static double[] nearPowersOfTen() {
    double[] powers = new double[2 * MAX_POWER + 1];
    for (int power = 0; power <= MAX_POWER; power++) {
      powers[MAX_POWER + power] = POWERS_OF_TEN[power];
      powers[MAX_POWER - power] = 1 / POWERS_OF_TEN[power];
    }
    return powers;
  }

  /** Reads an exponent and returns the offset after it, 0 where there is none. */
  private int readExponent(int offset) {
    whole = false;
    byte sign = digits.at(offset);
    int first = sign == '-' || sign == '+' ? offset + 1 : offset;
    int value = 0;
    int at = first;
    while (JsonDigits.isDigit(digits.at(at))) {
      value = Math.min(MAX_EXPONENT, 10 * value + digits.at(at) - '0');
      at++;
    }
    exponent += sign == '-' ? -value : value;
    return at > first ? at : 0;
  }
}
