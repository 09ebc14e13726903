package io.salver.sound.codec;

import io.salver.fault.InvalidInput;
import io.salver.sound.SoundDecoder;
import io.salver.sound.SoundSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.Obuffer;

/**
 * Reads MPEG audio of layers 1 to 3, with its samples as the decoder computes them, not rounded to
 * 16 bits. The length is known from a walk over the heads of all frames before any is decoded.
 * Thread-safe.
 */
final class Mp3SoundDecoder implements SoundDecoder {

  @Override
  public String format() {
    return "MP3";
  }

  @Override
  public boolean recognises(ByteBuffer file) {
    int at = Id3Tag.end(file);
    Optional<Mp3Header> first = Mp3Header.at(file, at);
    if (first.isEmpty()) {
      return false;
    }
    long end = (long) at + first.get().bytes();
    // One head may be chance, two hardly are.
    return at > 0
        || end >= file.limit()
        || Mp3Header.at(file, end).filter(first.get()::isLike).isPresent();
  }

  @Override
  public void decode(ByteBuffer file, SoundSink sink) throws IOException {
    Mp3Frames frames = Mp3Frames.of(file, Id3Tag.end(file));
    int channels = frames.first().mono() ? 1 : 2;
    sink.begin(frames.first().sampleRate(), channels, OptionalLong.of(frames.samples()));
    ByteBuffer sound = file.limit(frames.end()).position(frames.begin());
    Bitstream stream = new Bitstream(new ByteBufferStream(sound));
    Decoder decoder = new Decoder();
    Samples samples = new Samples(channels, frames.skipped(), frames.samples(), sink);
    decoder.setOutputBuffer(samples);
    try {
      for (long i = 0; i < frames.count(); i++) {
        Header header = stream.readFrame();
        if (header == null) {
          throw new InvalidInput("is damaged after its first %d frames".formatted(i));
        }
        decoder.decodeFrame(header, stream);
        stream.closeFrame();
        samples.flush();
      }
    } catch (JavaLayerException damaged) {
      throw new IOException(damaged);
    }
  }

  /** Takes the samples of a frame, as the decoder scales them. */
  private static final class Samples extends Obuffer {

    /** What the decoder calls full scale. */
    private static final float SCALE = 1 / 32_700f;

    private final float[][] values;
    private final int[] counts;
    private final SoundSink sink;
    private long skipped;
    private long left;

    Samples(int channels, long skipped, long left, SoundSink sink) {
      this.values = new float[channels][OBUFFERSIZE];
      this.counts = new int[channels];
      this.skipped = skipped;
      this.left = left;
      this.sink = sink;
    }

    @Override
    public void appendSamples(int channel, float[] samples) {
      for (int i = 0; i < 32; i++) {
        values[channel][counts[channel]++] = samples[i] * SCALE;
      }
    }

    @Override
    public void append(int channel, short value) {
      values[channel][counts[channel]++] = value * SCALE;
    }

    /** Hands a frame on, without the padding. */
    void flush() {
      int count = counts[0];
      int from = (int) Math.min(skipped, count);
      skipped -= from;
      int kept = (int) Math.min(left, count - from);
      left -= kept;
      if (kept > 0) {
        float[][] part = new float[values.length][];
        for (int channel = 0; channel < part.length; channel++) {
          part[channel] = Arrays.copyOfRange(values[channel], from, from + kept);
        }
        sink.accept(part, kept);
      }
      clear_buffer();
    }

    @Override
    public void write_buffer(int value) {}

    @Override
    public void close() {}

    @Override
    public void clear_buffer() {
      Arrays.fill(counts, 0);
    }

    @Override
    public void set_stop_flag() {}
  }
}
