package io.salver.image;

/** The colours that a model sees; each is taken of 8-bit samples. */
public enum Colour {
  RGB(Picture.RGB),
  BGR(Picture.RGB),
  /** ITU-R 601 luma as Pillow's mode L has it. */
  GRAY(Picture.GRAY);

  private static final int RED = 19595;
  private static final int GREEN = 38470;
  private static final int BLUE = 7471;
  private static final int HALF = 0x8000;
  private static final int BITS = 16;

  private final int channels;

  Colour(int channels) {
    this.channels = channels;
  }

  /** Samples of a pixel. */
  public int channels() {
    return channels;
  }

  /**
   * The picture in these colours, laid over {@code background} where it is transparent; the picture
   * itself where nothing is to be done.
   *
   * @param background red, green and blue, 0 to 255
   */
  public Picture of(Picture picture, int[] background) {
    Picture opaque = picture.channels() == Picture.RGBA ? over(picture, background) : picture;
    return switch (this) {
      case RGB -> opaque.channels() == Picture.GRAY ? spread(opaque) : opaque;
      case BGR -> reversed(opaque.channels() == Picture.GRAY ? spread(opaque) : opaque);
      case GRAY -> opaque.channels() == Picture.GRAY ? opaque : luma(opaque);
    };
  }

  private static Picture over(Picture picture, int[] background) {
    byte[] from = picture.pixels();
    byte[] to = new byte[from.length / Picture.RGBA * Picture.RGB];
    int at = 0;
    for (int i = 0; i < from.length; i += Picture.RGBA) {
      int alpha = from[i + 3] & 0xFF;
      for (int c = 0; c < Picture.RGB; c++) {
        to[at++] = (byte) Blend.over(from[i + c] & 0xFF, background[c], alpha);
      }
    }
    return new Picture(picture.width(), picture.height(), Picture.RGB, to);
  }

  private static Picture spread(Picture gray) {
    byte[] to = new byte[Math.multiplyExact(gray.pixels().length, Picture.RGB)];
    int at = 0;
    for (byte value : gray.pixels()) {
      to[at] = value;
      to[at + 1] = value;
      to[at + 2] = value;
      at += Picture.RGB;
    }
    return new Picture(gray.width(), gray.height(), Picture.RGB, to);
  }

  private static Picture reversed(Picture rgb) {
    byte[] from = rgb.pixels();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length; i += Picture.RGB) {
      to[i] = from[i + 2];
      to[i + 1] = from[i + 1];
      to[i + 2] = from[i];
    }
    return new Picture(rgb.width(), rgb.height(), Picture.RGB, to);
  }

  private static Picture luma(Picture rgb) {
    byte[] from = rgb.pixels();
    byte[] to = new byte[from.length / Picture.RGB];
    for (int i = 0; i < to.length; i++) {
      int at = i * Picture.RGB;
      int red = from[at] & 0xFF;
      int green = from[at + 1] & 0xFF;
      int blue = from[at + 2] & 0xFF;
      to[i] = (byte) ((red * RED + green * GREEN + blue * BLUE + HALF) >> BITS);
    }
    return new Picture(rgb.width(), rgb.height(), Picture.GRAY, to);
  }
}
