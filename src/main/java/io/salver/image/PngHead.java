package io.salver.image;

import io.salver.fault.InvalidInput;

/** The chunks of a PNG file before its pixels (PNG, third edition, section 11.2). */
final class PngHead {

  private static final int HEADER = 16;
  private static final int FIRST_CHUNK = 8;

  private PngHead() {}

  static PictureHead read(FileBytes file) {
    if (!file.has(12, "IHDR")) {
      file.u32(12);
      throw new InvalidInput("the PNG file does not begin with its header");
    }
    long width = file.u32(HEADER);
    long height = file.u32(HEADER + 4);
    int depth = file.u8(HEADER + 8);
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new InvalidInput(
          "the PNG file says that it has %d x %d pixels".formatted(width, height));
    }
    int decoded = (depth == 16 ? 2 : 1) * samples(file.u8(HEADER + 9));
    Orientation orientation = orientation(file);
    int turned = orientation == Orientation.UPRIGHT ? 0 : Picture.RGBA;
    return new PictureHead(
        PictureFormat.PNG, (int) width, (int) height, orientation, decoded + Picture.RGBA + turned);
  }

  private static int samples(int colourType) {
    return switch (colourType) {
      case 0, 3 -> 1;
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default ->
          throw new InvalidInput(
              "the PNG file has the colour type %d; 0, 2, 3, 4 or 6 is expected"
                  .formatted(colourType));
    };
  }

  private static Orientation orientation(FileBytes file) {
    long at = FIRST_CHUNK;
    while (at + 8 <= file.size() && !file.has(at + 4, "IDAT")) {
      long length = file.u32(at);
      if (file.has(at + 4, "eXIf")) {
        return Exif.orientation(file, at + 8, length);
      }
      at += length + 12;
    }
    return Orientation.UPRIGHT;
  }
}
