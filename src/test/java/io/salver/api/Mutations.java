package io.salver.api;

import java.util.Arrays;
import java.util.Random;

/** Breaks valid requests in the ways that wires and programs do. */
public final class Mutations {

  private static final int MOST = 4;

  private Mutations() {}

  /** A copy with up to four changes: bytes flipped, cut off, removed, repeated or put in. */
  public static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int change = random.nextInt(MOST + 1); change > 0 && bytes.length > 1; change--) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private static byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
    return switch (random.nextInt(5)) {
      case 0 -> {
        bytes[at] = (byte) random.nextInt();
        yield bytes;
      }
      case 1 -> Arrays.copyOf(bytes, at);
      case 2 -> splice(bytes, at, end, new byte[0]);
      case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      default -> {
        byte[] digits = {'9', '9', '9', '9', '9', '9'};
        yield splice(bytes, at, at, digits);
      }
    };
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] replacement) {
    byte[] result = new byte[bytes.length - (to - from) + replacement.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(replacement, 0, result, from, replacement.length);
    System.arraycopy(bytes, to, result, from + replacement.length, bytes.length - to);
    return result;
  }
}
