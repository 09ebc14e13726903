package io.salver.monitor.parquet;

import java.io.ByteArrayOutputStream;

/** Whole numbers by seven bits a byte, the lowest first (ULEB128). */
final class Varint {

  private static final int BITS = 7;
  private static final int MORE = 0x80;

  private Varint() {}

  static void write(long value, ByteArrayOutputStream bytes) {
    long left = value;
    while ((left & -MORE) != 0) {
      bytes.write((int) ((left & (MORE - 1)) | MORE));
      left >>>= BITS;
    }
    bytes.write((int) left);
  }
}
