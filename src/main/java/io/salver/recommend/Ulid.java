package io.salver.recommend;

/** Writes universally unique lexicographically sortable ids (github.com/ulid/spec). */
final class Ulid {

  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int BITS = 5;
  private static final int MASK = 31;
  private static final int TIME_LENGTH = 10;
  private static final int RANDOM_LENGTH = 8;

  private Ulid() {}

  /** 48 bits of {@code millis}, then the lower 40 bits of each random number. */
  static String of(long millis, long high, long low) {
    char[] text = new char[TIME_LENGTH + 2 * RANDOM_LENGTH];
    write(millis, text, 0, TIME_LENGTH);
    write(high, text, TIME_LENGTH, RANDOM_LENGTH);
    write(low, text, TIME_LENGTH + RANDOM_LENGTH, RANDOM_LENGTH);
    return new String(text);
  }

  private static void write(long bits, char[] text, int from, int length) {
    for (int i = from + length - 1; i >= from; i--) {
      text[i] = ALPHABET[(int) (bits & MASK)];
      bits >>>= BITS;
    }
  }
}
