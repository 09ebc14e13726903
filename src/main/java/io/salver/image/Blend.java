package io.salver.image;

/** Mixtures of 8-bit samples. */
final class Blend {

  private Blend() {}

  /** {@code a * b / 255}, rounded. */
  static int product(int a, int b) {
    int scaled = a * b + 128;
    return (scaled + (scaled >> 8)) >> 8;
  }

  /** {@code over} on {@code under}, which shows through where {@code alpha} is below 255. */
  static int over(int over, int under, int alpha) {
    int scaled = over * alpha + under * (255 - alpha) + 128;
    return (scaled + (scaled >> 8)) >> 8;
  }
}
