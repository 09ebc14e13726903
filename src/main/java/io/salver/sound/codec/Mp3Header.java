package io.salver.sound.codec;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The head of a frame of MPEG audio (ISO/IEC 11172-3, 2.4.1.3, and 13818-3). Frames of a free bit
 * rate are not read. Immutable.
 *
 * @param version 1, 2, or 3 for what is called 2.5
 * @param layer 1 to 3
 * @param bytes of the whole frame
 * @param samples of each channel
 */
record Mp3Header(
    int version,
    int layer,
    int sampleRate,
    boolean mono,
    boolean checksum,
    int bytes,
    int samples) {

  static final int BYTES = 4;

  private static final int[][] KILOBITS_1 = {
    {32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
    {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
    {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
  };
  private static final int[][] KILOBITS_2 = {
    {32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
    {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
    {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
  };
  private static final int[] RATES = {44_100, 48_000, 32_000};

  /** The head at {@code at}, if there is one. */
  static Optional<Mp3Header> at(ByteBuffer file, long at) {
    if (at < 0 || at + BYTES > file.limit()) {
      return Optional.empty();
    }
    int bits = Integer.reverseBytes(file.getInt((int) at));
    int versionBits = bits >>> 19 & 3;
    int layer = 4 - (bits >>> 17 & 3);
    int rateIndex = bits >>> 12 & 15;
    int frequencyIndex = bits >>> 10 & 3;
    boolean valid =
        bits >>> 21 == 0x7FF
            && versionBits != 1
            && layer != 4
            && rateIndex != 0
            && rateIndex != 15
            && frequencyIndex != 3;
    if (!valid) {
      return Optional.empty();
    }
    int version = versionBits == 3 ? 1 : versionBits == 2 ? 2 : 3;
    int kilobits = (version == 1 ? KILOBITS_1 : KILOBITS_2)[layer - 1][rateIndex - 1];
    int sampleRate = RATES[frequencyIndex] >> (version - 1);
    int samples = layer == 1 ? 384 : layer == 3 && version > 1 ? 576 : 1152;
    int padding = bits >>> 9 & 1;
    int bytes =
        layer == 1
            ? (12_000 * kilobits / sampleRate + padding) * 4
            : samples / 8 * 1000 * kilobits / sampleRate + padding;
    boolean mono = (bits >>> 6 & 3) == 3;
    return Optional.of(
        new Mp3Header(version, layer, sampleRate, mono, (bits >>> 16 & 1) == 0, bytes, samples));
  }

  /** Whether a frame may follow in the same stream. */
  boolean isLike(Mp3Header other) {
    return version == other.version
        && layer == other.layer
        && sampleRate == other.sampleRate
        && mono == other.mono;
  }
}
