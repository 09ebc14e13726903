package io.salver.sound.codec;

import java.io.EOFException;

/** Reads bits as Vorbis packs them, the least significant first (Vorbis I, section 2). Confined. */
final class BitReader {

  private final byte[] bytes;
  private final int end;
  private long at;

  /** The bits of {@code bytes} from {@code from} on, before {@code end}. */
  BitReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.end = end;
    this.at = (long) from * Byte.SIZE;
  }

  /** An unsigned number of up to 32 bits. */
  long read(int bits) throws EOFException {
    if (at + bits > (long) end * Byte.SIZE) {
      throw new EOFException();
    }
    long value = 0;
    for (int i = 0; i < bits; i++, at++) {
      int bit = bytes[(int) (at >> 3)] >> (at & 7) & 1;
      value |= (long) bit << i;
    }
    return value;
  }

  boolean flag() throws EOFException {
    return read(1) == 1;
  }

  void skip(long bits) throws EOFException {
    if (at + bits > (long) end * Byte.SIZE) {
      throw new EOFException();
    }
    at += bits;
  }
}
