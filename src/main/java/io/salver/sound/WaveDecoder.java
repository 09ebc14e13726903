package io.salver.sound;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads WAV: RIFF, and RF64 and BW64 for sizes beyond 32 bits (EBU Tech 3306). A sound that was
 * written as a stream, with a size of 0 or 0xFFFFFFFF, goes on to the end of the file; any other
 * that is longer than the file is truncated. Thread-safe.
 */
final class WaveDecoder implements SoundDecoder {

  private static final long UNKNOWN = 0xFFFF_FFFFL;
  private static final int RIFF_HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int PIECE = 4096;

  @Override
  public String format() {
    return "WAV";
  }

  @Override
  public boolean recognises(ByteBuffer file) {
    if (file.limit() < RIFF_HEAD) {
      return file.limit() >= 4 && name(file, 0).equals("RIFF");
    }
    return switch (name(file, 0)) {
      case "RIFF", "RF64", "BW64" -> name(file, 8).equals("WAVE");
      default -> false;
    };
  }

  @Override
  public void decode(ByteBuffer file, SoundSink sink) {
    file.order(ByteOrder.LITTLE_ENDIAN);
    WaveFormat format = null;
    long wideSize = UNKNOWN;
    for (long at = RIFF_HEAD; at + CHUNK_HEAD <= file.limit(); ) {
      int head = (int) at;
      long size = Integer.toUnsignedLong(file.getInt(head + 4));
      int body = head + CHUNK_HEAD;
      String name = name(file, head);
      if (name.equals("data")) {
        samples(file, body, dataSize(file, body, size, wideSize), format, sink);
        return;
      }
      if (size > file.limit() - body) {
        throw new InvalidInput(
            "is truncated: its chunk '%s' of %d bytes begins %d bytes before the end"
                .formatted(printable(name), size, file.limit() - body));
      }
      if (name.equals("fmt ")) {
        format = WaveFormat.read(file, body, (int) size);
      } else if (name.equals("ds64") && size >= 16) {
        wideSize = file.getLong(body + 8);
      }
      at = body + size + (size & 1);
    }
    throw new InvalidInput("is truncated: it has no chunk 'data'");
  }

  /** How many bytes of samples there are. */
  private static long dataSize(ByteBuffer file, int body, long size, long wideSize) {
    int rest = file.limit() - body;
    long told = size == UNKNOWN ? wideSize : size;
    boolean whole = Integer.toUnsignedLong(file.getInt(4)) == file.limit() - CHUNK_HEAD;
    if (told == UNKNOWN || told < 0 || (told == 0 && !whole)) {
      return rest;
    }
    if (told > rest) {
      throw new InvalidInput(
          "is truncated: it says that %d bytes of samples follow, and %d do".formatted(told, rest));
    }
    return told;
  }

  private static void samples(
      ByteBuffer file, int body, long size, @Nullable WaveFormat format, SoundSink sink) {
    if (format == null) {
      throw new InvalidInput("has samples before the chunk 'fmt ' that says how to read them");
    }
    long frames = size / format.frameBytes();
    sink.begin(format.sampleRate(), format.channels(), OptionalLong.of(frames));
    float[][] piece = new float[format.channels()][PIECE];
    for (long done = 0; done < frames; done += PIECE) {
      int count = (int) Math.min(PIECE, frames - done);
      int at = (int) (body + done * format.frameBytes());
      for (int frame = 0; frame < count; frame++) {
        for (float[] channel : piece) {
          channel[frame] = format.encoding().sample(file, at);
          at += format.encoding().bytes();
        }
      }
      sink.accept(piece, count);
    }
  }

  private static String name(ByteBuffer file, int at) {
    byte[] name = new byte[4];
    file.get(at, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }
}
