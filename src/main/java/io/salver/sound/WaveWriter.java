package io.salver.sound;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes sounds as WAV with integers of 16 bits (Microsoft, Multimedia Programming Interface,
 * 1991).
 */
public final class WaveWriter {

  private static final int HEAD = 44;
  private static final int SCALE = 1 << 15;

  private WaveWriter() {}

  /** The whole file; samples beyond full scale are clipped. */
  public static byte[] write(float[] samples, int sampleRate) {
    int size = Math.multiplyExact(samples.length, Short.BYTES);
    ByteBuffer file = ByteBuffer.allocate(Math.addExact(HEAD, size)).order(ByteOrder.LITTLE_ENDIAN);
    head(file, sampleRate, size, HEAD - 8 + size);
    pcm(samples, 0, samples.length, file);
    return file.array();
  }

  /**
   * The head of a file whose length is not known when it begins, as a stream has it: 0xFFFFFFFF
   * where the sizes would stand. Samples follow as {@link #pcm} writes them.
   */
  public static byte[] streamHead(int sampleRate) {
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head(head, sampleRate, -1, -1);
    return head.array();
  }

  /** Writes samples as little-endian integers of 16 bits, clipped at full scale. */
  public static void pcm(float[] samples, int from, int to, ByteBuffer target) {
    for (int i = from; i < to; i++) {
      long rounded = Math.round((double) samples[i] * SCALE);
      target.putShort((short) Math.clamp(rounded, Short.MIN_VALUE, Short.MAX_VALUE));
    }
  }

  private static void head(ByteBuffer file, int sampleRate, int size, int riffSize) {
    file.put(ascii("RIFF")).putInt(riffSize).put(ascii("WAVE"));
    file.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    file.putInt(sampleRate).putInt(sampleRate * Short.BYTES);
    file.putShort((short) Short.BYTES).putShort((short) Short.SIZE);
    file.put(ascii("data")).putInt(size);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
