package io.salver.api.rest;

import io.salver.fault.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;

/**
 * What stands before and behind the deflated bytes of a gzip member (RFC 1952). Not thread-safe.
 */
final class GzipFraming {

  private static final int FIXED_BYTES = 10;
  private static final int TRAILER_BYTES = 8;
  private static final int MAX_HEADER_BYTES = 4096;
  private static final int MAGIC = 0x1f8b08;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private final CRC32 checksum = new CRC32();
  private long length;

  /** Whether nothing of a header was read. */
  boolean isEmpty() {
    return begun.size() == 0;
  }

  /** Takes the next byte of a header and says whether it was the last. */
  boolean header(byte next) {
    begun.write(next);
    byte[] header = begun.toByteArray();
    if (header.length < FIXED_BYTES) {
      return false;
    }
    check(((header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff)) == MAGIC);
    check((header[3] & RESERVED) == 0 && header.length <= MAX_HEADER_BYTES);
    if (header.length < length(header)) {
      return false;
    }
    begun.reset();
    return true;
  }

  /** Takes inflated bytes into the checksum. */
  void inflated(byte[] bytes, int count) {
    checksum.update(bytes, 0, count);
    length += count;
  }

  /** Takes the next byte of a trailer and says whether it was the last. */
  boolean trailer(byte next) {
    begun.write(next);
    if (begun.size() < TRAILER_BYTES) {
      return false;
    }
    byte[] trailer = begun.toByteArray();
    check(whole(trailer, 0) == checksum.getValue() && whole(trailer, 4) == (length & 0xffffffffL));
    begun.reset();
    checksum.reset();
    length = 0;
    return true;
  }

  /** The bytes of the header that begins so, or more than are there when that cannot be told. */
  private static int length(byte[] header) {
    int flags = header[3];
    int at = FIXED_BYTES;
    if ((flags & EXTRA) != 0) {
      at += header.length < at + 2 ? 2 : 2 + ((header[at] & 0xff) | (header[at + 1] & 0xff) << 8);
    }
    if ((flags & NAME) != 0) {
      at = behindZero(header, at);
    }
    if ((flags & COMMENT) != 0) {
      at = behindZero(header, at);
    }
    return (flags & HEADER_CHECKSUM) != 0 ? at + 2 : at;
  }

  private static int behindZero(byte[] header, int start) {
    int at = start;
    while (at < header.length && header[at] != 0) {
      at++;
    }
    return at + 1;
  }

  private static long whole(byte[] bytes, int at) {
    long whole = 0;
    for (int i = 3; i >= 0; i--) {
      whole = whole << 8 | (bytes[at + i] & 0xff);
    }
    return whole;
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new InvalidInput("the body is not well-formed gzip");
    }
  }
}
