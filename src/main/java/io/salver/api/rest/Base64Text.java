package io.salver.api.rest;

import io.salver.fault.InvalidInput;
import io.salver.tensor.TensorScope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Decodes the Base64 of a JSON string (RFC 4648 sections 4 and 5) from the bytes of a document
 * straight into memory of a scope. It takes both alphabets, with padding or without, line breaks as
 * JSON escapes them, and a {@code data:} URI (RFC 2397). Stateless.
 */
final class Base64Text {

  private static final byte[] VALUES = values();
  private static final String URI = "data:";
  private static final String MARK = ";base64";
  private static final int MAX_URI_HEAD = 256;

  private Base64Text() {}

  /**
   * What the string at {@code start}, behind its opening quote, stands for.
   *
   * @param name of the field, for messages
   * @throws InvalidInput when it is no Base64
   */
  static ByteBuffer decode(ByteBuffer document, int start, String name, TensorScope scope) {
    int end = end(document, start, name);
    int from = afterUri(document, start, end, name);
    ByteBuffer target = scope.allocate((end - from + 3) / 4 * 3L);
    int bits = 0;
    int digits = 0;
    int padding = 0;
    for (int at = from; at < end; at++) {
      byte character = document.get(at);
      if (character == '\\') {
        at++;
        byte escaped = document.get(at);
        if (escaped == 'n' || escaped == 'r') {
          continue;
        }
        character = escaped == '/' ? escaped : (byte) '\\';
      }
      if (character == '=') {
        padding++;
        continue;
      }
      int value = character < 0 ? -1 : VALUES[character];
      if (value < 0 || padding > 0) {
        throw noBase64(name, "byte " + (at - from) + " of it is no digit");
      }
      bits = (bits << 6) | value;
      if (++digits % 4 == 0) {
        target.put((byte) (bits >> 16)).put((byte) (bits >> 8)).put((byte) bits);
      }
    }
    return rest(target, bits, digits, padding, name).flip();
  }

  /** Puts what the last, incomplete group of digits stands for. */
  private static ByteBuffer rest(
      ByteBuffer target, int bits, int digits, int padding, String name) {
    int over = digits % 4;
    if (over == 1 || (padding > 0 && over + padding != 4)) {
      throw noBase64(name, digits + " digits and " + padding + " '=' are no whole bytes");
    }
    if (over >= 2) {
      int aligned = bits << (6 * (4 - over));
      target.put((byte) (aligned >> 16));
      if (over == 3) {
        target.put((byte) (aligned >> 8));
      }
    }
    return target;
  }

  /** The place of the closing quote. */
  private static int end(ByteBuffer document, int start, String name) {
    for (int at = start; at < document.limit(); at++) {
      switch (document.get(at)) {
        case '"' -> {
          return at;
        }
        case '\\' -> at++;
        default -> {}
      }
    }
    throw Json.malformed(document.limit(), "unexpected end in the text of '" + name + "'");
  }

  /** The place where the digits begin. */
  private static int afterUri(ByteBuffer document, int start, int end, String name) {
    byte[] head = new byte[Math.min(MAX_URI_HEAD, end - start)];
    document.get(start, head);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (!text.regionMatches(true, 0, URI, 0, URI.length())) {
      return start;
    }
    int comma = text.indexOf(',');
    if (comma < 0 || !text.substring(0, comma).replace(" ", "").endsWith(MARK)) {
      throw new InvalidInput(
          name
              + " expects a data: URI in Base64, 'data:<media type>;base64,…', received '"
              + Json.shortened(text)
              + "'");
    }
    return start + comma + 1;
  }

  private static InvalidInput noBase64(String name, String why) {
    return new InvalidInput(name + " expects Base64: " + why);
  }

  private static byte[] values() {
    byte[] values = new byte[128];
    Arrays.fill(values, (byte) -1);
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (int value = 0; value < digits.length(); value++) {
      values[digits.charAt(value)] = (byte) value;
    }
    values['+'] = values['-'] = 62;
    values['/'] = values['_'] = 63;
    return values;
  }
}
