package io.salver.api.grpc;

import io.grpc.HasByteBuffer;
import io.salver.fault.InvalidInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the protobuf wire format (protobuf.dev, "Encoding") from the chunks that Netty received,
 * without gathering them first, so that the elements of a tensor are copied once: from there to
 * where they stay. Every length is checked against the message around it. Not thread-safe.
 */
final class MessageReader {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int DELIMITED = 2;
  static final int FIXED32 = 5;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
  private static final int COPY_BYTES = 8192;
  private static final int MAX_TEXT_BYTES = 1 << 20;

  private final InputStream source;
  private final boolean hasBuffers;
  private ByteBuffer chunk = EMPTY;
  private long end;
  private long chunkEnd;
  private int lentBytes;

  /** Reads a message of {@code length} bytes from {@code source}. */
  MessageReader(InputStream source, long length) {
    this.source = source;
    this.hasBuffers = source instanceof HasByteBuffer buffers && buffers.byteBufferSupported();
    this.end = length;
  }

  /** Reads the message in {@code message}. */
  MessageReader(ByteBuffer message) {
    this(InputStream.nullInputStream(), message.remaining());
    chunk = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    chunkEnd = message.remaining();
  }

  /** Whether the current message has more fields. */
  boolean hasMore() {
    return position() < end;
  }

  /** Bytes left of the current message. */
  long remaining() {
    return end - position();
  }

  /**
   * Enters a message inside this one, of the length that comes next; {@link #leave} with what this
   * returns ends it.
   */
  long enter() {
    int length = length();
    long outer = end;
    end = position() + length;
    return outer;
  }

  void leave(long outer) {
    if (position() != end) {
      throw malformed("a message inside it is longer than it says");
    }
    end = outer;
  }

  /** The next tag: {@code field << 3 | wire type}. */
  int tag() {
    long tag = varint();
    if (tag != (int) tag || tag >>> 3 == 0) {
      throw malformed("bad tag");
    }
    return (int) tag;
  }

  /** The length of what comes next, which is within the current message. */
  int length() {
    long length = varint();
    if (length < 0 || length > remaining()) {
      throw malformed("a field claims " + Long.toUnsignedString(length) + " bytes");
    }
    return (int) length;
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = next();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed("a number is longer than 10 bytes");
  }

  /** A varint of a 32-bit field, whose upper bits mean nothing. */
  int varint32() {
    return (int) varint();
  }

  int fixed32() {
    if (chunk.remaining() >= Integer.BYTES && remaining() >= Integer.BYTES) {
      return chunk.getInt();
    }
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= Byte.toUnsignedInt(next()) << shift;
    }
    return value;
  }

  long fixed64() {
    return Integer.toUnsignedLong(fixed32()) | (long) fixed32() << Integer.SIZE;
  }

  /** A delimited field as text. */
  String text() {
    int length = length();
    if (length > MAX_TEXT_BYTES) {
      throw new InvalidInput("a name or text takes " + length + " bytes, at most 1 MiB is allowed");
    }
    byte[] bytes = new byte[length];
    read(ByteBuffer.wrap(bytes));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("a text is not UTF-8");
    }
  }

  /** Fills {@code target} to its limit. */
  void read(ByteBuffer target) {
    if (target.remaining() > remaining()) {
      throw cutOff();
    }
    while (target.hasRemaining()) {
      fill();
      int length = Math.min(chunk.remaining(), target.remaining());
      target.put(target.position(), chunk, chunk.position(), length);
      target.position(target.position() + length);
      chunk.position(chunk.position() + length);
    }
  }

  /** Passes over a field of that tag. */
  void skip(int tag) {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> fixed64();
      case FIXED32 -> fixed32();
      case DELIMITED -> skipBytes(length());
      default -> throw malformed("unknown wire type " + (tag & 7));
    }
  }

  void skipBytes(long count) {
    for (long left = count; left > 0; ) {
      fill();
      int step = (int) Math.min(left, chunk.remaining());
      chunk.position(chunk.position() + step);
      left -= step;
    }
  }

  private byte next() {
    if (position() >= end) {
      throw cutOff();
    }
    fill();
    return chunk.get();
  }

  private long position() {
    return chunkEnd - chunk.remaining();
  }

  /** Sees to it that the chunk has at least one byte. */
  private void fill() {
    while (!chunk.hasRemaining()) {
      try {
        chunk = hasBuffers ? nextBuffer() : nextCopy();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      chunkEnd += chunk.remaining();
    }
  }

  private ByteBuffer nextBuffer() throws IOException {
    source.skipNBytes(lentBytes); // gives the memory of the chunk before back to Netty
    ByteBuffer view = ((HasByteBuffer) source).getByteBuffer();
    if (view == null || !view.hasRemaining()) {
      throw cutOff();
    }
    lentBytes = view.remaining();
    return view.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer nextCopy() throws IOException {
    byte[] copy = source.readNBytes(COPY_BYTES);
    if (copy.length == 0) {
      throw cutOff();
    }
    return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
  }

  static InvalidInput malformed(String what) {
    return new InvalidInput("malformed message: " + what);
  }

  private static InvalidInput cutOff() {
    return malformed("it is cut off");
  }
}
