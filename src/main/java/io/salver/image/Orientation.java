package io.salver.image;

import java.util.Arrays;

/**
 * How a stored picture is to be turned before people look at it, by its EXIF number (Exif 2.32, tag
 * 0x0112).
 */
public enum Orientation {
  UPRIGHT(1, false),
  MIRRORED(2, false),
  HALF_TURNED(3, false),
  FLIPPED(4, false),
  TRANSPOSED(5, true),
  QUARTER_TURNED(6, true),
  TRANSVERSED(7, true),
  THREE_QUARTERS_TURNED(8, true);

  private final int number;
  private final boolean swaps;

  Orientation(int number, boolean swaps) {
    this.number = number;
    this.swaps = swaps;
  }

  /** The orientation of that number, 1 to 8; upright for any other. */
  static Orientation of(int number) {
    return Arrays.stream(values())
        .filter(each -> each.number == number)
        .findFirst()
        .orElse(UPRIGHT);
  }

  /** Whether width and height change places. */
  boolean swaps() {
    return swaps;
  }

  /** The picture as people see it. */
  Picture apply(Picture stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    int width = swaps() ? stored.height() : stored.width();
    int height = swaps() ? stored.width() : stored.height();
    int channels = stored.channels();
    byte[] from = stored.pixels();
    byte[] to = new byte[from.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int source = source(x, y, stored.width(), stored.height()) * channels;
        for (int c = 0; c < channels; c++) {
          to[at++] = from[source + c];
        }
      }
    }
    return new Picture(width, height, channels, to);
  }

  /** The index of the stored pixel that is seen at a place. */
  private int source(int x, int y, int width, int height) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (this) {
      case UPRIGHT -> y * width + x;
      case MIRRORED -> y * width + right - x;
      case HALF_TURNED -> (bottom - y) * width + right - x;
      case FLIPPED -> (bottom - y) * width + x;
      case TRANSPOSED -> x * width + y;
      case QUARTER_TURNED -> (bottom - x) * width + y;
      case TRANSVERSED -> (bottom - x) * width + right - y;
      case THREE_QUARTERS_TURNED -> x * width + right - y;
    };
  }
}
