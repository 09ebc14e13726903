package io.salver.sound.codec;

import io.salver.fault.InvalidInput;
import io.salver.sound.SoundDecoder;
import io.salver.sound.SoundSink;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.jflac.FLACDecoder;
import org.jflac.FrameListener;
import org.jflac.frame.Frame;
import org.jflac.metadata.Metadata;

/**
 * Reads FLAC (RFC 9639). The library sees the stream's description and its frames only: other
 * blocks of metadata say how much memory they want, and are skipped. A frame whose checksum is
 * wrong, or that is missing, makes the file a damaged one. Thread-safe.
 */
final class FlacSoundDecoder implements SoundDecoder {

  private static final int MARK = 0x664C6143; // fLaC
  private static final int BLOCK_HEAD = 4;
  private static final int STREAM_INFO = 34;
  private static final int DESCRIPTION = Integer.BYTES + BLOCK_HEAD + STREAM_INFO;
  private static final int MOST_BITS = 24;

  @Override
  public String format() {
    return "FLAC";
  }

  @Override
  public boolean recognises(ByteBuffer file) {
    int at = Id3Tag.end(file);
    return at + Integer.BYTES <= file.limit() && Integer.reverseBytes(file.getInt(at)) == MARK;
  }

  @Override
  public void decode(ByteBuffer file, SoundSink sink) throws IOException {
    int begin = Id3Tag.end(file);
    if (file.limit() - begin < DESCRIPTION) {
      throw new InvalidInput("is truncated: it ends in its head");
    }
    byte[] description = new byte[DESCRIPTION];
    file.get(begin, description);
    if ((description[Integer.BYTES] & 0x7F) != 0) {
      throw new InvalidInput("does not begin with its description");
    }
    description[Integer.BYTES] = (byte) 0x80; // the last block before the frames
    ByteBuffer frames = file.position(frames(file, begin));
    Description told = Description.of(description);
    sink.begin(told.sampleRate, told.channels, told.frames());
    InputStream stream =
        new SequenceInputStream(
            new ByteArrayInputStream(description), new ByteBufferStream(frames));
    decode(stream, told, sink);
  }

  private static void decode(InputStream stream, Description told, SoundSink sink)
      throws IOException {
    FLACDecoder decoder = new FLACDecoder(stream);
    Damage damage = new Damage();
    decoder.addFrameListener(damage);
    decoder.readMetadata();
    float scale = 1f / (1 << (told.bits - 1));
    float[][] samples = new float[told.channels][];
    long decoded = 0;
    while (told.total == 0 || decoded < told.total) {
      Frame frame = decoder.readNextFrame();
      if (frame == null) {
        break;
      }
      damage.check(decoded);
      told.check(frame);
      int count = frame.header.blockSize;
      if (told.total != 0) {
        count = (int) Math.min(count, told.total - decoded);
      }
      for (int channel = 0; channel < told.channels; channel++) {
        int[] values = decoder.getChannelData()[channel].getOutput();
        if (samples[channel] == null || samples[channel].length < count) {
          samples[channel] = new float[count];
        }
        for (int i = 0; i < count; i++) {
          samples[channel][i] = values[i] * scale;
        }
      }
      sink.accept(samples, count);
      decoded += count;
    }
    if (decoded < told.total) {
      throw new EOFException();
    }
  }

  /** Where the frames begin. */
  private static int frames(ByteBuffer file, int begin) {
    long at = (long) begin + Integer.BYTES;
    while (at + BLOCK_HEAD <= file.limit()) {
      int head = Integer.reverseBytes(file.getInt((int) at));
      at += BLOCK_HEAD + (head & 0xFFFFFF);
      if (head < 0) {
        break;
      }
    }
    if (at > file.limit()) {
      throw new InvalidInput("is truncated: it ends in its metadata");
    }
    return (int) at;
  }

  /**
   * The block STREAMINFO.
   *
   * @param total samples of each channel; 0 where it does not say
   */
  private record Description(int sampleRate, int channels, int bits, long total) {

    static Description of(byte[] bytes) {
      long packed = ByteBuffer.wrap(bytes).getLong(Integer.BYTES + BLOCK_HEAD + 10);
      Description description =
          new Description(
              (int) (packed >>> 44),
              (int) (packed >>> 41 & 7) + 1,
              (int) (packed >>> 36 & 31) + 1,
              packed & 0xF_FFFF_FFFFL);
      if (description.bits < 4 || description.bits > MOST_BITS) {
        throw new InvalidInput(
            "has samples of %d bits; 4 to %d are read".formatted(description.bits, MOST_BITS));
      }
      return description;
    }

    OptionalLong frames() {
      return total == 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }

    void check(Frame frame) {
      if (frame.header.channels != channels
          || frame.header.sampleRate != sampleRate
          || frame.header.bitsPerSample != bits) {
        throw new InvalidInput(
            "changes from %d channels of %d bits at %d Hz to %d of %d at %d"
                .formatted(
                    channels,
                    bits,
                    sampleRate,
                    frame.header.channels,
                    frame.header.bitsPerSample,
                    frame.header.sampleRate));
      }
    }
  }

  /** Hears of what the library passes over. */
  private static final class Damage implements FrameListener {

    private boolean heard;

    @Override
    public void processMetadata(Metadata metadata) {}

    @Override
    public void processFrame(Frame frame) {}

    @Override
    public void processError(String message) {
      heard = true;
    }

    void check(long decoded) {
      if (heard) {
        throw new InvalidInput("is damaged after its first %d samples".formatted(decoded));
      }
    }
  }
}
