package io.salver.api.rest;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a document in pieces: one ends behind each bracket that opens an array under the key
 * {@code data}, so that a reader that asks for more only when it needs more has seen nothing of
 * that array when it is there. Not thread-safe.
 */
final class JsonPieces extends InputStream {

  private static final byte[] KEY = "\"data\"".getBytes(StandardCharsets.US_ASCII);

  private final ByteBuffer document;
  private int offset;

  /** Pieces of {@code document}, which begins at 0. */
  JsonPieces(ByteBuffer document) {
    this.document = document;
  }

  /** The offset of the next byte. */
  int offset() {
    return offset;
  }

  /** Goes on at {@code next}. */
  void resume(int next) {
    offset = next;
  }

  @Override
  public int read() {
    return offset < document.limit() ? Byte.toUnsignedInt(document.get(offset++)) : -1;
  }

  @Override
  public int read(byte[] target, int start, int length) {
    int available = document.limit() - offset;
    if (available == 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    int copied = Math.min(length, available);
    document.get(offset, target, start, copied);
    int read = piece(target, start, copied);
    offset += read;
    return read;
  }

  @Override
  public int available() {
    return document.limit() - offset;
  }

  private int piece(byte[] target, int start, int length) {
    for (int index = 0; index < length; index++) {
      if (target[start + index] == '[' && isData(offset + index)) {
        return index + 1;
      }
    }
    return length;
  }

  /** Whether the key before the bracket at {@code bracket} is {@code data}. */
  private boolean isData(int bracket) {
    int colon = lastBefore(bracket);
    if (colon < 0 || document.get(colon) != ':') {
      return false;
    }
    int from = lastBefore(colon) + 1 - KEY.length;
    if (from < 0) {
      return false;
    }
    for (int index = 0; index < KEY.length; index++) {
      if (document.get(from + index) != KEY[index]) {
        return false;
      }
    }
    return true;
  }

  /** The offset of the last byte before {@code at} that is no white space; negative without one. */
  private int lastBefore(int at) {
    int before = at - 1;
    while (before >= 0 && document.get(before) <= ' ') {
      before--;
    }
    return before;
  }
}
