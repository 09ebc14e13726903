package io.salver.sound.codec;

import java.nio.ByteBuffer;

/** The tag that may stand before MP3 and FLAC (ID3v2, id3.org/id3v2.4.0-structure, section 3). */
final class Id3Tag {

  private static final int HEAD = 10;
  private static final int FOOTER_FLAG = 0x10;

  private Id3Tag() {}

  /** Where the file goes on after its tags; its beginning where it has none. */
  static int end(ByteBuffer file) {
    long at = 0;
    while (at + HEAD <= file.limit() && isTag(file, (int) at)) {
      int head = (int) at;
      long size = HEAD;
      for (int i = 6; i < HEAD; i++) {
        size += (long) (file.get(head + i) & 0x7F) << (7 * (HEAD - 1 - i));
      }
      boolean footer = (file.get(head + 5) & FOOTER_FLAG) != 0;
      at += footer ? size + HEAD : size;
    }
    return (int) Math.min(at, file.limit());
  }

  private static boolean isTag(ByteBuffer file, int at) {
    return file.get(at) == 'I' && file.get(at + 1) == 'D' && file.get(at + 2) == '3';
  }
}
