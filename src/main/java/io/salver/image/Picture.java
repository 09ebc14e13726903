package io.salver.image;

/**
 * Pixels of 8 bits a sample, row by row from the top, the samples of a pixel side by side: gray, or
 * red, green, blue, or those and alpha (not multiplied in). The array is not copied; whoever makes
 * a picture of it gives it away, and nobody changes it afterwards.
 */
public final class Picture {

  public static final int GRAY = 1;
  public static final int RGB = 3;
  public static final int RGBA = 4;

  private final int width;
  private final int height;
  private final int channels;
  private final byte[] pixels;

  /** A picture of {@code width * height * channels} samples. */
  public Picture(int width, int height, int channels, byte[] pixels) {
    if ((long) width * height * channels != pixels.length || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "%d bytes are no picture of %d x %d pixels of %d channels"
              .formatted(pixels.length, width, height, channels));
    }
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.pixels = pixels;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** {@link #GRAY}, {@link #RGB} or {@link #RGBA}. */
  public int channels() {
    return channels;
  }

  /** The samples; not a copy, not to be changed. */
  public byte[] pixels() {
    return pixels;
  }

  /** One sample, 0 to 255. */
  public int sample(int x, int y, int channel) {
    return pixels[(y * width + x) * channels + channel] & 0xFF;
  }
}
