package io.salver.api.rest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.salver.fault.InvalidInput;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates a body as it comes, a few kilobytes at a time, so that a small body cannot take much
 * memory. A gzip body may have several members (RFC 1952 section 2.2). Not thread-safe; whoever
 * makes it closes it, which frees its native memory.
 */
final class StreamInflater implements AutoCloseable {

  private static final int OUTPUT_BYTES = 16 * 1024;

  private enum State {
    /** Before or in the header of a gzip member; before the first, or after another. */
    HEADER,
    BODY,
    /** In the checksum and length behind a gzip member. */
    TRAILER,
    /** Behind the end of a deflate body. */
    ENDED
  }

  private final BodyEncoding encoding;
  private final Inflater inflater;
  private final GzipFraming framing = new GzipFraming();
  private final Deque<byte[]> input = new ArrayDeque<>();
  private final byte[] output = new byte[OUTPUT_BYTES];
  private State state;
  private boolean hasMember;
  private int position;

  /** An inflater of a body that is compressed so, or not at all. */
  StreamInflater(BodyEncoding encoding) {
    this.encoding = encoding;
    this.inflater = new Inflater(encoding == BodyEncoding.GZIP);
    this.state = encoding == BodyEncoding.GZIP ? State.HEADER : State.BODY;
  }

  /** Takes over what came. */
  void offer(byte[] bytes) {
    input.add(bytes);
  }

  /**
   * The next bytes of the body, which must be read before the next call; none when all that was
   * offered is used up.
   *
   * @throws InvalidInput when the body is not of its encoding
   */
  ByteBuf next() {
    if (encoding == BodyEncoding.IDENTITY) {
      return input.isEmpty() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(input.remove());
    }
    while (!input.isEmpty()) {
      int length =
          switch (state) {
            case HEADER -> header();
            case BODY -> body();
            case TRAILER -> trailer();
            case ENDED -> throw malformed();
          };
      if (length > 0) {
        return Unpooled.wrappedBuffer(output, 0, length);
      }
    }
    return Unpooled.EMPTY_BUFFER;
  }

  /**
   * The body ends here.
   *
   * @throws InvalidInput when its encoding does not
   */
  void end() {
    boolean isWhole =
        switch (encoding) {
          case IDENTITY -> true;
          case GZIP -> state == State.HEADER && hasMember && framing.isEmpty();
          case DEFLATE -> state == State.ENDED;
        };
    if (!isWhole) {
      throw malformed();
    }
  }

  @Override
  public void close() {
    input.clear();
    inflater.end();
  }

  private int header() {
    if (framing.header(one())) {
      state = State.BODY;
    }
    return 0;
  }

  private int trailer() {
    if (framing.trailer(one())) {
      inflater.reset();
      hasMember = true;
      state = State.HEADER;
    }
    return 0;
  }

  private int body() {
    byte[] bytes = input.element();
    inflater.setInput(bytes, position, bytes.length - position);
    int length;
    try {
      length = inflater.inflate(output);
    } catch (DataFormatException e) {
      throw malformed();
    }
    if (inflater.needsDictionary()) {
      throw malformed();
    }
    framing.inflated(output, length);
    boolean mayHoldMore = length == output.length && !inflater.finished();
    advance(bytes.length - inflater.getRemaining(), mayHoldMore);
    if (inflater.finished()) {
      state = encoding == BodyEncoding.GZIP ? State.TRAILER : State.ENDED;
    }
    return length;
  }

  private byte one() {
    byte next = input.element()[position];
    advance(position + 1, false);
    return next;
  }

  /** Goes to {@code to} in the first input, and to the next one if it is used up. */
  private void advance(int to, boolean isHeld) {
    position = to;
    if (position == input.element().length && !isHeld) {
      input.remove();
      position = 0;
    }
  }

  private InvalidInput malformed() {
    return new InvalidInput(
        "the body is not well-formed " + encoding.name().toLowerCase(Locale.ROOT));
  }
}
