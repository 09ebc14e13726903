package io.salver.api.rest;

import com.fasterxml.jackson.core.JsonParser;
import io.salver.fault.InvalidInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The JSON of a request in memory. Jackson reads it, but for the arrays under the key {@code data},
 * which another can take over: at the bracket of such an array Jackson has seen no byte behind it,
 * so that it goes on wherever {@link #resume} says. Not thread-safe.
 */
final class JsonDocument implements AutoCloseable {

  private final ByteBuffer bytes;
  private final JsonPieces pieces;
  private final JsonParser parser;
  private int unseen;

  /** Opens {@code document}, from its position 0; whoever opens it closes it. */
  JsonDocument(ByteBuffer document) throws IOException {
    this.bytes = document.slice().order(ByteOrder.LITTLE_ENDIAN);
    this.pieces = new JsonPieces(bytes);
    this.parser = Json.FACTORY.createParser(pieces);
  }

  JsonParser parser() {
    return parser;
  }

  /** The whole document, little-endian, from position 0. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** The offset behind what the parser has read; negative when the document is not UTF-8. */
  int offset() {
    return (int) parser.currentLocation().getByteOffset() + unseen;
  }

  /** The offset in the document of what stands at {@code seen} bytes of what Jackson saw. */
  long offset(long seen) {
    return seen + unseen;
  }

  /** Whether Jackson has seen nothing behind {@link #offset}, as at the start of most data. */
  boolean canBeTakenOver() {
    return pieces.offset() == offset();
  }

  /** Lets Jackson go on at {@code offset}, from where it can be taken over. */
  void resume(int offset) {
    unseen += offset - pieces.offset();
    pieces.resume(offset);
  }

  /** The offset of the bracket that closes the array whose first byte is at {@code start}. */
  int endOfArray(int start) {
    int depth = 1;
    for (int at = start; at < bytes.limit(); at++) {
      switch (bytes.get(at)) {
        case '[' -> depth++;
        case ']' -> {
          if (--depth == 0) {
            return at;
          }
        }
        case '"' -> at = endOfString(at + 1);
        default -> {}
      }
    }
    throw unclosed();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private int endOfString(int start) {
    for (int at = start; at < bytes.limit(); at++) {
      switch (bytes.get(at)) {
        case '"' -> {
          return at;
        }
        case '\\' -> at++;
        default -> {}
      }
    }
    throw unclosed();
  }

  private InvalidInput unclosed() {
    return Json.malformed(bytes.limit(), "unexpected end in an array");
  }
}
