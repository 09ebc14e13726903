package io.salver.api.task;

import io.salver.task.speech.Speech;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Speech as a file of sound: 16-bit samples, one channel.
 *
 * @param mediaType what it is
 * @param bytes not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SpokenAudio(String mediaType, byte[] bytes) {

  /** What can be written; the first is the default. */
  public static final List<String> FORMATS = List.of("wav", "pcm", "flac");

  private static final int BYTES_PER_SAMPLE = 2;
  private static final int FORMAT_BYTES = 16;
  private static final int HEAD_BYTES = 44;
  private static final short PCM = 1;
  private static final short MONO = 1;
  private static final short BITS = 16;

  /** Writes {@code speech} in one of {@link #FORMATS}. */
  public static SpokenAudio of(Speech speech, String format) {
    short[] samples = samples(speech.samples());
    int rate = speech.sampleRate();
    return switch (format) {
      case "pcm" -> {
        byte[] pcm = new byte[samples.length * BYTES_PER_SAMPLE];
        little(pcm).asShortBuffer().put(samples);
        yield new SpokenAudio("audio/pcm; rate=" + rate + "; channels=1", pcm);
      }
      case "flac" -> new SpokenAudio("audio/flac", FlacWriter.encode(samples, rate));
      default -> new SpokenAudio("audio/wav", wav(samples, rate));
    };
  }

  /** RIFF WAVE (Microsoft and IBM, 1991). */
  private static byte[] wav(short[] samples, int sampleRate) {
    int bytes = samples.length * BYTES_PER_SAMPLE;
    byte[] wav = new byte[HEAD_BYTES + bytes];
    ByteBuffer head =
        little(wav)
            .put(ascii("RIFF"))
            .putInt(HEAD_BYTES - 8 + bytes)
            .put(ascii("WAVEfmt "))
            .putInt(FORMAT_BYTES)
            .putShort(PCM)
            .putShort(MONO)
            .putInt(sampleRate)
            .putInt(sampleRate * BYTES_PER_SAMPLE)
            .putShort((short) BYTES_PER_SAMPLE)
            .putShort(BITS)
            .put(ascii("data"))
            .putInt(bytes);
    head.asShortBuffer().put(samples);
    return wav;
  }

  private static short[] samples(float[] speech) {
    short[] samples = new short[speech.length];
    for (int index = 0; index < speech.length; index++) {
      samples[index] =
          (short) Math.clamp(Math.round(speech[index] * 32767.0), Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return samples;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
