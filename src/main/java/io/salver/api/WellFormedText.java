package io.salver.api;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Tells what is no text: bytes that are not UTF-8 (Unicode 15, table 3-7: neither overlong, nor
 * surrogates, nor above U+10FFFF) and strings with half a pair of surrogates, which JSON's escapes
 * can spell. Stateless.
 */
public final class WellFormedText {

  private static final long HIGH_BITS = 0x8080808080808080L;

  private WellFormedText() {}

  /**
   * The text of {@code bytes}.
   *
   * @param what they are, for messages
   * @throws InvalidInput that names the first byte that is not UTF-8, counted from 0
   */
  public static String decode(ByteBuffer bytes, String what) {
    requireUtf8(bytes, what);
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /**
   * Checks the bytes that remain, which stay there.
   *
   * @param what they are, for messages
   * @throws InvalidInput that names the first byte that is not UTF-8, counted from 0
   */
  public static void requireUtf8(ByteBuffer bytes, String what) {
    int wrong = firstWrong(bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    if (wrong >= 0) {
      throw new InvalidInput(
          "%s is not UTF-8: byte %d is 0x%02X, which cannot stand there"
              .formatted(what, wrong, bytes.get(bytes.position() + wrong)));
    }
  }

  /** Whether every surrogate of {@code text} has its other half. */
  public static boolean hasPairs(String text) {
    return firstHalf(text) < 0;
  }

  /**
   * Checks that every surrogate of {@code text} has its other half.
   *
   * @param what it is, for messages
   * @throws InvalidInput that names the character, counted from 0
   */
  public static String requirePairs(String text, Supplier<String> what) {
    int half = firstHalf(text);
    if (half >= 0) {
      throw new InvalidInput(
          "%s is no text: character %d is half of a surrogate pair, \\u%04x, without the other"
              .formatted(what.get(), text.codePointCount(0, half), text.codePointAt(half)));
    }
    return text;
  }

  /** The first characters of {@code text}, with a sign where that is not all; no pair is cut. */
  public static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }

  /** The place of the first surrogate without its other half; negative without one. */
  private static int firstHalf(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
        continue;
      }
      if (!Character.isSupplementaryCodePoint(text.codePointAt(at))
          && !(at > 0 && Character.isSupplementaryCodePoint(text.codePointAt(at - 1)))) {
        return at;
      }
    }
    return -1;
  }

  /** The place of the first byte that cannot stand where it does; negative without one. */
  private static int firstWrong(ByteBuffer bytes) {
    int end = bytes.limit();
    int at = 0;
    while (at < end) {
      while (at + Long.BYTES <= end && (bytes.getLong(at) & HIGH_BITS) == 0) {
        at += Long.BYTES;
      }
      if (at == end) {
        break;
      }
      byte first = bytes.get(at);
      if (first >= 0) {
        at++;
        continue;
      }
      int length = length(first);
      if (length == 0) {
        return at;
      }
      for (int index = 1; index < length; index++) {
        if (at + index == end || !continues(first, index, bytes.get(at + index))) {
          return at + index == end ? at : at + index;
        }
      }
      at += length;
    }
    return -1;
  }

  /** How many bytes a character has that begins with that byte; 0 where none does. */
  private static int length(byte first) {
    int lead = Byte.toUnsignedInt(first);
    if (lead >= 0xC2 && lead <= 0xDF) {
      return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
  }

  private static boolean continues(byte first, int index, byte next) {
    int value = Byte.toUnsignedInt(next);
    int least = 0x80;
    int most = 0xBF;
    if (index == 1) {
      switch (Byte.toUnsignedInt(first)) {
        case 0xE0 -> least = 0xA0;
        case 0xED -> most = 0x9F;
        case 0xF0 -> least = 0x90;
        case 0xF4 -> most = 0x8F;
        default -> {}
      }
    }
    return value >= least && value <= most;
  }
}
