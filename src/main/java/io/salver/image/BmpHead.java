package io.salver.image;

import io.salver.fault.InvalidInput;

/** The headers of a BMP file (BITMAPCOREHEADER, BITMAPINFOHEADER and later ones). */
final class BmpHead {

  private static final int HEADER = 14;
  private static final int CORE = 12;
  private static final int INFO = 40;

  /** BI_BITFIELDS; smaller numbers are plain pixels and run lengths, larger ones other files. */
  private static final int BIT_FIELDS = 3;

  private BmpHead() {}

  static PictureHead read(FileBytes file) {
    long size = file.u32Little(HEADER);
    if (size == CORE) {
      return head(file.u16Little(HEADER + 4), file.u16Little(HEADER + 6));
    }
    if (size < INFO || size > file.size()) {
      throw new InvalidInput("the BMP file has a header of %d bytes".formatted(size));
    }
    long compression = file.u32Little(HEADER + 16);
    if (compression > BIT_FIELDS) {
      throw new InvalidInput(
          "the BMP file has the compression %d; 0 to %d are read"
              .formatted(compression, BIT_FIELDS));
    }
    int width = (int) file.u32Little(HEADER + 4);
    int height = (int) file.u32Little(HEADER + 8);
    return head(width, height == Integer.MIN_VALUE ? -1 : Math.abs(height));
  }

  private static PictureHead head(int width, int height) {
    return new PictureHead(
        PictureFormat.BMP, width, height, Orientation.UPRIGHT, Picture.RGBA + Picture.RGBA);
  }
}
