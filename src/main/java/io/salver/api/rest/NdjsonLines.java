package io.salver.api.rest;

import io.netty.buffer.ByteBuf;
import io.salver.fault.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * Cuts a stream of bytes into lines, one at a time and in bounded memory: what was not asked for
 * stays where it came from, and of a line over the limit nothing is kept. Blank lines are counted
 * and skipped; the last one needs no end. Not thread-safe.
 */
final class NdjsonLines {

  private final int limit;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private long number;
  private boolean isOver;

  /** Lines of at most {@code limit} bytes. */
  NdjsonLines(int limit) {
    this.limit = limit;
  }

  /** A line by its number, from 1. */
  sealed interface Line {

    long number();

    /** Its bytes, which are its receiver's. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(long number, byte[] bytes) implements Line {}

    /** It is over the limit. */
    record TooLong(long number, int limit) implements Line {

      InvalidInput fault() {
        return new InvalidInput("the line is over the limit of " + limit + " bytes");
      }
    }
  }

  /**
   * The next line of which {@code bytes} has the end; absent when there is none, and then all of
   * {@code bytes} is read. Never reads behind that line.
   */
  Optional<Line> next(ByteBuf bytes) {
    while (bytes.isReadable()) {
      int length = bytes.bytesBefore((byte) '\n');
      keep(bytes, length < 0 ? bytes.readableBytes() : length);
      if (length < 0) {
        return Optional.empty();
      }
      bytes.skipBytes(1);
      Optional<Line> line = complete();
      if (line.isPresent()) {
        return line;
      }
    }
    return Optional.empty();
  }

  /** What follows the last end of a line, at the end of the stream. */
  Optional<Line> last() {
    return begun.size() == 0 && !isOver ? Optional.empty() : complete();
  }

  private void keep(ByteBuf bytes, int length) {
    if (isOver || begun.size() + length > limit) {
      isOver = true;
      begun.reset();
      bytes.skipBytes(length);
    } else {
      byte[] part = new byte[length];
      bytes.readBytes(part);
      begun.writeBytes(part);
    }
  }

  private Optional<Line> complete() {
    number++;
    if (isOver) {
      isOver = false;
      return Optional.of(new Line.TooLong(number, limit));
    }
    byte[] line = begun.toByteArray();
    begun.reset();
    return isBlank(line) ? Optional.empty() : Optional.of(new Line.Whole(number, line));
  }

  private static boolean isBlank(byte[] line) {
    for (byte character : line) {
      if (character != ' ' && character != '\t' && character != '\r') {
        return false;
      }
    }
    return true;
  }
}
