package io.salver.sound.codec;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The rest of a buffer as a stream. Confined. */
final class ByteBufferStream extends InputStream {

  private final ByteBuffer bytes;

  ByteBufferStream(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return bytes.hasRemaining() ? Byte.toUnsignedInt(bytes.get()) : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    int count = Math.min(length, bytes.remaining());
    if (count == 0) {
      return -1;
    }
    bytes.get(target, offset, count);
    return count;
  }

  @Override
  public int available() {
    return bytes.remaining();
  }
}
