package io.salver.api.rest;

import java.nio.ByteBuffer;

/**
 * Runs of decimal digits in a document, read eight at a time (Lemire, "Quickly parsing eight
 * digits", 2018). Not thread-safe.
 */
final class JsonDigits {

  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long SIXES = 0x0606_0606_0606_0606L;
  private static final long HIGH_NIBBLES = 0xF0F0_F0F0_F0F0_F0F0L;
  private static final long EVEN_PAIRS = 0x0000_00FF_0000_00FFL;
  private static final long[] POWERS_OF_TEN = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private final ByteBuffer document;
  private final int length;
  private long value;

  /** Digits of {@code document}, which is little-endian and begins at 0. */
  JsonDigits(ByteBuffer document) {
    this.document = document;
    this.length = document.limit();
  }

  static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  /** The byte at {@code offset}; 0, which stands nowhere in JSON, behind the end. */
  byte at(int offset) {
    return offset < length ? document.get(offset) : 0;
  }

  /**
   * Starts a new value with the digits from {@code offset} on; returns the offset after the last.
   */
  int readFirst(int offset) {
    byte first = at(offset);
    if (isDigit(first) && !isDigit(at(offset + 1))) { // as most numbers with a fraction begin
      value = (long) first - '0';
      return offset + 1;
    }
    value = 0;
    return read(offset);
  }

  /** What the digits read so far say, modulo 2^64. */
  long value() {
    return value;
  }

  /** Appends the digits from {@code offset} on to the value; returns the offset after the last. */
  int read(int offset) {
    long sum = value;
    int at = offset;
    int count;
    do {
      long word = word(at) ^ ZEROS;
      long others = ((word + SIXES) | word) & HIGH_NIBBLES;
      count = Long.numberOfTrailingZeros(others) >>> 3;
      if (count == 0) {
        break;
      }
      sum = sum * POWERS_OF_TEN[count] + eightDigits(word << (Long.SIZE - (count << 3)));
      at += count;
    } while (count == Long.BYTES);
    value = sum;
    return at;
  }

  /** Eight bytes, the first of which is the lowest; zeros behind the end. */
  private long word(int offset) {
    if (offset <= length - Long.BYTES) {
      return document.getLong(offset);
    }
    long word = 0;
    for (int index = length - 1; index >= offset; index--) {
      word = word << Byte.SIZE | Byte.toUnsignedLong(document.get(index));
    }
    return word;
  }

  /** The number of eight digits, each a byte of 0 to 9, the first of which is the lowest. */
  private static long eightDigits(long word) {
    long pairs = word * 10 + (word >>> 8);
    long upper = (pairs & EVEN_PAIRS) * 0x000F_4240_0000_0064L;
    long lower = (pairs >>> 16 & EVEN_PAIRS) * 0x0000_2710_0000_0001L;
    return (upper + lower) >>> 32;
  }
}
