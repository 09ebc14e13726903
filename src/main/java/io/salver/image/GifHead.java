package io.salver.image;

import io.salver.fault.InvalidInput;

/**
 * The first picture of a GIF file and the screen that it lies on (GIF89a, sections 18 and 20).
 *
 * @param width of the screen, or of what lies on it where that is larger
 * @param height likewise
 * @param left of the first picture on the screen
 * @param top likewise
 */
record GifHead(int width, int height, int left, int top) {

  private static final int SCREEN = 6;
  private static final int FIRST_BLOCK = 13;
  private static final int EXTENSION = 0x21;
  private static final int PICTURE = 0x2C;

  static GifHead read(FileBytes file) {
    int flags = file.u8(SCREEN + 4);
    long at = FIRST_BLOCK + colours(flags);
    while (file.u8(at) == EXTENSION) {
      at += 2;
      while (file.u8(at) != 0) {
        at += file.u8(at) + 1L;
      }
      at++;
    }
    if (file.u8(at) != PICTURE) {
      throw new InvalidInput("the GIF file has no picture in it");
    }
    int left = file.u16Little(at + 1);
    int top = file.u16Little(at + 3);
    int right = left + file.u16Little(at + 5);
    int bottom = top + file.u16Little(at + 7);
    if (right == left || bottom == top) {
      throw new InvalidInput("the first picture of the GIF file has no pixels");
    }
    return new GifHead(
        Math.max(file.u16Little(SCREEN), right),
        Math.max(file.u16Little(SCREEN + 2), bottom),
        left,
        top);
  }

  PictureHead head() {
    return new PictureHead(
        PictureFormat.GIF, width, height, Orientation.UPRIGHT, 1 + 2 * Picture.RGBA);
  }

  private static long colours(int flags) {
    return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
  }
}
