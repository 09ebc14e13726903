package io.salver.image;

import java.nio.ByteBuffer;

/**
 * What the head of a file says of the picture in it; nothing was decoded yet.
 *
 * @param format told by the content
 * @param storedWidth pixels, as they lie in the file
 * @param storedHeight likewise
 * @param orientation how they are to be turned
 * @param bytesPerPixel of memory that decoding takes at most, with the decoded picture
 */
public record PictureHead(
    PictureFormat format,
    int storedWidth,
    int storedHeight,
    Orientation orientation,
    int bytesPerPixel) {

  /**
   * Reads the head of a file.
   *
   * @throws io.salver.fault.InvalidInput when it is no picture or ends within its head
   */
  static PictureHead read(ByteBuffer file) {
    PictureFormat format = PictureFormat.require(file);
    FileBytes bytes = new FileBytes(file);
    return switch (format) {
      case JPEG -> JpegHead.read(bytes).head();
      case PNG -> PngHead.read(bytes);
      case WEBP -> WebpHead.read(bytes);
      case GIF -> GifHead.read(bytes).head();
      case BMP -> BmpHead.read(bytes);
    };
  }

  /** Pixels from left to right as people see them: after the orientation. */
  public int width() {
    return orientation.swaps() ? storedHeight : storedWidth;
  }

  /** Pixels from top to bottom as people see them. */
  public int height() {
    return orientation.swaps() ? storedWidth : storedHeight;
  }

  public long pixels() {
    return (long) storedWidth * storedHeight;
  }
}
