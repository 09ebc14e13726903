package io.salver.image;

import java.util.Arrays;

/**
 * Where a picture lies in the input of a model: it is brought to the resized width and height, and
 * the input shows that from {@code left} and {@code top} on, which are negative where it is padded.
 *
 * @param pictureWidth pixels of the picture itself
 * @param resizedWidth pixels that it has in the model's eyes
 * @param left the first column of the resized picture that the input shows
 * @param width pixels of the input
 */
public record Placement(
    int pictureWidth,
    int pictureHeight,
    int resizedWidth,
    int resizedHeight,
    int left,
    int top,
    int width,
    int height) {

  /** What the input shows; what lies outside of the picture is {@code fill}. */
  public Picture apply(Picture picture, Interpolation interpolation, int fill) {
    Window window = visible();
    if (window.width() == width && window.height() == height) {
      return shown(picture, window, interpolation);
    }
    int channels = picture.channels();
    byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
    Arrays.fill(pixels, (byte) fill);
    if (window.width() > 0 && window.height() > 0) {
      byte[] shown = shown(picture, window, interpolation).pixels();
      int length = window.width() * channels;
      for (int y = 0; y < window.height(); y++) {
        int at = ((window.top() - top + y) * width + window.left() - left) * channels;
        System.arraycopy(shown, y * length, pixels, at, length);
      }
    }
    return new Picture(width, height, channels, pixels);
  }

  /** The place in the picture, in pixels from its left edge, of a place in the input. */
  public double pictureX(double inputX) {
    return (inputX + left) * pictureWidth / resizedWidth;
  }

  /** The place in the picture, in pixels from its top edge, of a place in the input. */
  public double pictureY(double inputY) {
    return (inputY + top) * pictureHeight / resizedHeight;
  }

  /** The place in the input of a place in the picture, counted from the left edges. */
  public double inputX(double pictureX) {
    return pictureX * resizedWidth / pictureWidth - left;
  }

  /** The place in the input of a place in the picture, counted from the top edges. */
  public double inputY(double pictureY) {
    return pictureY * resizedHeight / pictureHeight - top;
  }

  private Picture shown(Picture picture, Window window, Interpolation interpolation) {
    return resizedWidth == pictureWidth && resizedHeight == pictureHeight
        ? Resampler.crop(picture, window)
        : Resampler.resize(picture, resizedWidth, resizedHeight, window, interpolation);
  }

  /** The part of the resized picture that the input shows; without pixels where it shows none. */
  private Window visible() {
    int fromLeft = Math.max(0, left);
    int fromTop = Math.max(0, top);
    return new Window(
        fromLeft,
        fromTop,
        Math.min(resizedWidth, left + width) - fromLeft,
        Math.min(resizedHeight, top + height) - fromTop);
  }
}
