package io.salver.image;

import io.salver.fault.InvalidInput;

/** The first chunks of a WebP file (RFC 9649, section 2). */
final class WebpHead {

  private static final int FIRST_CHUNK = 12;
  private static final int HAS_EXIF = 0x08;

  /** The decoder holds planes, a raster and the picture. */
  private static final int BYTES_PER_PIXEL = 16;

  private WebpHead() {}

  static PictureHead read(FileBytes file) {
    long size = file.u32Little(4) + 8;
    if (size > file.size()) {
      throw new InvalidInput(
          "the WebP file is truncated: it ends after %d bytes of %d".formatted(file.size(), size));
    }
    long at = FIRST_CHUNK + 8;
    if (file.has(FIRST_CHUNK, "VP8X")) {
      boolean hasExif = (file.u8(at) & HAS_EXIF) != 0;
      return head(
          file.u24Little(at + 4) + 1,
          file.u24Little(at + 7) + 1,
          hasExif ? orientation(file) : Orientation.UPRIGHT);
    }
    if (file.has(FIRST_CHUNK, "VP8L")) {
      long bits = file.u32Little(at + 1);
      return head((int) (bits & 0x3FFF) + 1, (int) (bits >> 14 & 0x3FFF) + 1, Orientation.UPRIGHT);
    }
    if (file.has(FIRST_CHUNK, "VP8 ")) {
      return head(
          file.u16Little(at + 6) & 0x3FFF, file.u16Little(at + 8) & 0x3FFF, Orientation.UPRIGHT);
    }
    file.u32(FIRST_CHUNK);
    throw new InvalidInput("the WebP file does not begin with VP8, VP8L or VP8X");
  }

  private static PictureHead head(int width, int height, Orientation orientation) {
    return new PictureHead(PictureFormat.WEBP, width, height, orientation, BYTES_PER_PIXEL);
  }

  private static Orientation orientation(FileBytes file) {
    long at = FIRST_CHUNK;
    while (at + 8 <= file.size()) {
      long length = file.u32Little(at + 4);
      if (file.has(at, "EXIF")) {
        long start = file.has(at + 8, "Exif\0\0") ? at + 14 : at + 8;
        return Exif.orientation(file, start, length);
      }
      at += 8 + length + (length & 1);
    }
    return Orientation.UPRIGHT;
  }
}
