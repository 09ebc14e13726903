package io.salver.api.task;

import java.util.Arrays;

/** Writes bits, the highest first, into memory that grows. Not thread-safe. */
final class BitWriter {

  private byte[] bytes = new byte[1024];
  private int length;
  private long pending;
  private int pendingBits;

  /** The lowest {@code bits} of {@code value}, 32 at most. */
  void put(long value, int bits) {
    pending = (pending << bits) | (value & ((1L << bits) - 1));
    pendingBits += bits;
    while (pendingBits >= Byte.SIZE) {
      pendingBits -= Byte.SIZE;
      append((byte) (pending >> pendingBits));
    }
  }

  /** So many zeros, and a one. */
  void unary(int zeros) {
    for (int left = zeros; left > 0; left -= Integer.SIZE) {
      put(0, Math.min(left, Integer.SIZE));
    }
    put(1, 1);
  }

  /** Zeros up to the next whole byte. */
  void align() {
    if (pendingBits > 0) {
      put(0, Byte.SIZE - pendingBits);
    }
  }

  void append(byte[] more) {
    for (byte each : more) {
      append(each);
    }
  }

  /** What was written, in whole bytes. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** How many whole bytes were written. */
  int length() {
    return length;
  }

  /** The remainder of what was written from {@code start} on by a polynomial of so many bits. */
  int checksum(int start, int polynomial, int bits) {
    int top = 1 << (bits - 1);
    int mask = (1 << bits) - 1;
    int remainder = 0;
    for (int at = start; at < length; at++) {
      remainder ^= Byte.toUnsignedInt(bytes[at]) << (bits - Byte.SIZE);
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        remainder = (remainder & top) == 0 ? remainder << 1 : (remainder << 1) ^ polynomial;
      }
      remainder &= mask;
    }
    return remainder;
  }

  private void append(byte each) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = each;
  }
}
