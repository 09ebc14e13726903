package io.salver.api.task;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Writes FLAC (RFC 9639) of one channel of 16 bits: fixed predictors, whose residuals are Rice
 * codes. It is lossless, and takes about half of the bytes of WAV for speech. One use; not
 * thread-safe.
 */
final class FlacWriter {

  private static final int BLOCK = 4096;
  private static final int BITS = 16;
  private static final int MAX_ORDER = 4;
  private static final int MAX_RICE = 14;
  private static final int STREAM_INFO_BYTES = 34;
  private static final int LAST_STREAM_INFO = 0x80;
  private static final int SYNC = 0x3ffe << 2; // and a fixed size of blocks
  private static final int SIZE_IN_16_BITS = 7;
  private static final int RATE_OF_STREAM_INFO = 0;
  private static final int MONO = 0;
  private static final int SIXTEEN_BITS = 4;
  private static final int FIXED = 8;
  private static final int CRC_8 = 0x07;
  private static final int CRC_16 = 0x8005;

  private final short[] samples;
  private final BitWriter out = new BitWriter();

  private FlacWriter(short[] samples) {
    this.samples = samples;
  }

  static byte[] encode(short[] samples, int sampleRate) {
    FlacWriter writer = new FlacWriter(samples);
    writer.streamInfo(sampleRate);
    for (int start = 0, number = 0; start < samples.length; start += BLOCK, number++) {
      writer.frame(start, Math.min(BLOCK, samples.length - start), number);
    }
    return writer.out.toByteArray();
  }

  private void streamInfo(int sampleRate) {
    out.append("fLaC".getBytes(StandardCharsets.US_ASCII));
    out.put(LAST_STREAM_INFO, Byte.SIZE);
    out.put(STREAM_INFO_BYTES, 24);
    out.put(BLOCK, 16);
    out.put(BLOCK, 16);
    out.put(0, 24); // the sizes of the frames are not told
    out.put(0, 24);
    out.put(sampleRate, 20);
    out.put(MONO, 3);
    out.put(BITS - 1, 5);
    out.put(0, 4); // the count of samples has 36 bits
    out.put(samples.length, 32);
    out.append(digest());
  }

  private void frame(int start, int length, int number) {
    int first = out.length();
    out.put(SYNC, 16);
    out.put(SIZE_IN_16_BITS, 4);
    out.put(RATE_OF_STREAM_INFO, 4);
    out.put(MONO, 4);
    out.put(SIXTEEN_BITS, 3);
    out.put(0, 1);
    out.append(new String(Character.toChars(number)).getBytes(StandardCharsets.UTF_8));
    out.put(length - 1, 16);
    out.put(out.checksum(first, CRC_8, 8), 8);
    subframe(start, length);
    out.align();
    out.put(out.checksum(first, CRC_16, 16), 16);
  }

  private void subframe(int start, int length) {
    int order = 0;
    long best = Long.MAX_VALUE;
    for (int each = 0; each <= Math.min(MAX_ORDER, length - 1); each++) {
      long sum = 0;
      for (int index = each; index < length; index++) {
        sum += Math.abs((long) residual(start + index, each));
      }
      if (sum < best) {
        best = sum;
        order = each;
      }
    }
    out.put(0, 1);
    out.put(FIXED + order, 6);
    out.put(0, 1);
    for (int index = 0; index < order; index++) {
      out.put(samples[start + index], BITS);
    }
    rice(start, length, order, parameter(best, length - order));
  }

  /** The error of the fixed predictor of that order (RFC 9639 section 9.2.5). */
  private int residual(int at, int order) {
    return switch (order) {
      case 0 -> samples[at];
      case 1 -> samples[at] - samples[at - 1];
      case 2 -> samples[at] - 2 * samples[at - 1] + samples[at - 2];
      case 3 -> samples[at] - 3 * samples[at - 1] + 3 * samples[at - 2] - samples[at - 3];
      default ->
          samples[at]
              - 4 * samples[at - 1]
              + 6 * samples[at - 2]
              - 4 * samples[at - 3]
              + samples[at - 4];
    };
  }

  private void rice(int start, int length, int order, int parameter) {
    out.put(0, 2); // parameters of four bits
    out.put(0, 4); // in one partition
    out.put(parameter, 4);
    for (int index = order; index < length; index++) {
      int residual = residual(start + index, order);
      int folded = (residual << 1) ^ (residual >> 31);
      out.unary(folded >>> parameter);
      out.put(folded, parameter);
    }
  }

  /** The number of low bits for which the codes are about the shortest. */
  private static int parameter(long sum, int count) {
    int parameter = 0;
    while (parameter < MAX_RICE && (long) count << parameter < sum) {
      parameter++;
    }
    return parameter;
  }

  private byte[] digest() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    try {
      return MessageDigest.getInstance("MD5").digest(bytes.array()); // as the format has it
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every platform has it
    }
  }
}
