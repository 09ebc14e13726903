package engine.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Ways to break bytes without knowing what they mean. */
public final class Bytes {

  private static final int MOST_CHANGES = 4;
  private static final byte[] DIGITS = {'9', '9', '9', '9', '9', '9'};

  private Bytes() {}

  static byte[] concat(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  static byte[] prefix(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  /** Puts the characters of {@code text}, a byte each, at that place. */
  static byte[] replace(byte[] bytes, int at, String text) {
    byte[] replaced = bytes.clone();
    byte[] put = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(put, 0, replaced, at, Math.min(put.length, bytes.length - at));
    return replaced;
  }

  /** Up to four changes: bytes flipped, cut off, removed, repeated or put in. */
  public static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int left = 1 + random.nextInt(MOST_CHANGES); left > 0 && bytes.length > 1; left--) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream deflate = new DeflaterOutputStream(out)) {
      deflate.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private static byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
    return switch (random.nextInt(5)) {
      case 0 -> {
        bytes[at] = (byte) random.nextInt();
        yield bytes;
      }
      case 1 -> prefix(bytes, at);
      case 2 -> splice(bytes, at, end, new byte[0]);
      case 3 -> splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      default -> splice(bytes, at, at, DIGITS);
    };
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] put) {
    return concat(concat(prefix(bytes, from), put), Arrays.copyOfRange(bytes, to, bytes.length));
  }
}
