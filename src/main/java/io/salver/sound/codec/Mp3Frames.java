package io.salver.sound.codec;

import io.salver.fault.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where the frames of an MP3 file lie, found by walking from head to head. Immutable.
 *
 * @param begin where the first frame of sound lies
 * @param end after the last
 * @param count of frames
 * @param skipped samples at the beginning that the encoder and the decoder put there
 * @param samples that are of the sound
 */
record Mp3Frames(Mp3Header first, int begin, int end, long count, int skipped, long samples) {

  /** Samples by which any decoder of layer 3 lags. */
  private static final int DECODER_DELAY = 529;

  private static final int INFO_SIZE = 8;
  private static final int LAME_DELAY = 21;

  /** Walks through the file from {@code begin} on, where a frame lies. */
  static Mp3Frames of(ByteBuffer file, int begin) {
    Mp3Header first = Mp3Header.at(file, begin).orElseThrow();
    long at = begin;
    long count = 0;
    while (true) {
      Optional<Mp3Header> next = Mp3Header.at(file, at);
      if (next.isEmpty()) {
        break;
      }
      if (!next.get().isLike(first)) {
        throw new InvalidInput(
            "changes its sample rate, channels or layer after %d frames".formatted(count));
      }
      if (at + next.get().bytes() > file.limit()) {
        throw new InvalidInput(
            "is truncated: its last frame of %d bytes has %d"
                .formatted(next.get().bytes(), file.limit() - at));
      }
      at += next.get().bytes();
      count++;
    }
    requireEnd(file, at, count);
    return trimmed(file, first, begin, (int) at, count);
  }

  /** What follows the last frame must be a tag, or nothing that tells. */
  private static void requireEnd(ByteBuffer file, long at, long count) {
    int rest = (int) (file.limit() - at);
    String head = ascii(file, (int) at, Math.min(rest, 8));
    boolean tag =
        head.startsWith("TAG") || head.startsWith("APETAGEX") || head.startsWith("LYRICSBE");
    boolean zeros = head.chars().allMatch(each -> each == 0);
    if (!tag && !zeros) {
      throw new InvalidInput(
          "is damaged: after %d frames, %d bytes from its end, there is no frame"
              .formatted(count, rest));
    }
  }

  /** Leaves the frame that only describes the others away, and what it says is padding. */
  private static Mp3Frames trimmed(
      ByteBuffer file, Mp3Header first, int begin, int end, long count) {
    int info = begin + Mp3Header.BYTES + (first.checksum() ? 2 : 0) + sideInformation(first);
    String mark = ascii(file, info, Math.min(4, Math.max(0, end - info)));
    boolean describes = first.layer() == 3 && (mark.equals("Xing") || mark.equals("Info"));
    if (!describes) {
      return new Mp3Frames(first, begin, end, count, 0, count * first.samples());
    }
    int sound = begin + first.bytes();
    long all = (count - 1) * first.samples();
    int lame = lame(file, info);
    if (lame + LAME_DELAY + 3 > sound || ascii(file, lame, 4).isBlank()) {
      return new Mp3Frames(first, sound, end, count - 1, 0, all);
    }
    int delay =
        Byte.toUnsignedInt(file.get(lame + LAME_DELAY)) << 4
            | Byte.toUnsignedInt(file.get(lame + LAME_DELAY + 1)) >> 4;
    int padding =
        (file.get(lame + LAME_DELAY + 1) & 15) << 8
            | Byte.toUnsignedInt(file.get(lame + LAME_DELAY + 2));
    int skipped = delay == 0 ? 0 : delay + DECODER_DELAY;
    long samples = Math.max(0, all - Math.max(skipped, delay + padding));
    return new Mp3Frames(first, sound, end, count - 1, skipped, samples);
  }

  /** Where the part of the encoder stands, after those that the flags announce. */
  private static int lame(ByteBuffer file, int info) {
    int flags = info + INFO_SIZE <= file.limit() ? file.get(info + 7) : 0;
    int at = info + INFO_SIZE;
    at += (flags & 1) != 0 ? 4 : 0;
    at += (flags & 2) != 0 ? 4 : 0;
    at += (flags & 4) != 0 ? 100 : 0;
    return at + ((flags & 8) != 0 ? 4 : 0);
  }

  private static int sideInformation(Mp3Header header) {
    if (header.version() == 1) {
      return header.mono() ? 17 : 32;
    }
    return header.mono() ? 9 : 17;
  }

  private static String ascii(ByteBuffer file, int at, int length) {
    byte[] bytes = new byte[Math.max(0, Math.min(length, file.limit() - at))];
    if (bytes.length > 0) {
      file.get(at, bytes);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
