package io.salver.image;

import java.util.Arrays;

/**
 * Brings pictures to another size as Pillow's {@code Image.resize} does, bit for bit: rows first,
 * then columns, each rounded to 8 bits. Only the part that is asked for is computed.
 */
final class Resampler {

  private static final int HALF = 1 << (Taps.PRECISION - 1);

  private Resampler() {}

  /** The {@code window} of the picture at {@code width x height}. */
  static Picture resize(
      Picture picture, int width, int height, Window window, Interpolation kernel) {
    if (kernel == Interpolation.NEAREST) {
      return nearest(picture, width, height, window);
    }
    Taps down = Taps.of(kernel, picture.height(), height, window.top(), window.bottom());
    boolean keepsRows = height == picture.height();
    int firstRow = keepsRows ? window.top() : down.first()[0];
    int last = down.size() - 1;
    int rows = keepsRows ? window.height() : down.first()[last] + down.counts()[last] - firstRow;
    Picture narrowed =
        width == picture.width()
            ? crop(picture, new Window(window.left(), firstRow, window.width(), rows))
            : rows(
                picture,
                Taps.of(kernel, picture.width(), width, window.left(), window.right()),
                firstRow,
                rows);
    return keepsRows ? narrowed : columns(narrowed, down, firstRow);
  }

  /** A part of the picture; the picture itself where that is all of it. */
  static Picture crop(Picture picture, Window window) {
    if (window.width() == picture.width() && window.height() == picture.height()) {
      return picture;
    }
    int channels = picture.channels();
    byte[] pixels = new byte[window.width() * window.height() * channels];
    for (int y = 0; y < window.height(); y++) {
      int from = ((window.top() + y) * picture.width() + window.left()) * channels;
      int length = window.width() * channels;
      System.arraycopy(picture.pixels(), from, pixels, y * length, length);
    }
    return new Picture(window.width(), window.height(), channels, pixels);
  }

  private static Picture rows(Picture picture, Taps taps, int firstRow, int rows) {
    int channels = picture.channels();
    byte[] to = new byte[Math.multiplyExact(Math.multiplyExact(taps.size(), rows), channels)];
    for (int y = 0; y < rows; y++) {
      int row = (firstRow + y) * picture.width() * channels;
      int at = y * taps.size() * channels;
      if (channels == Picture.RGB) {
        colourRow(picture.pixels(), row, taps, to, at);
      } else {
        plainRow(picture.pixels(), row, channels, taps, to, at);
      }
    }
    return new Picture(taps.size(), rows, channels, to);
  }

  private static void colourRow(byte[] from, int row, Taps taps, byte[] to, int start) {
    int[] weights = taps.weights();
    int at = start;
    for (int x = 0; x < taps.size(); x++) {
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      int source = row + taps.first()[x] * Picture.RGB;
      int weight = x * taps.stride();
      int end = weight + taps.counts()[x];
      for (; weight < end; weight++, source += Picture.RGB) {
        int by = weights[weight];
        red += (from[source] & 0xFF) * by;
        green += (from[source + 1] & 0xFF) * by;
        blue += (from[source + 2] & 0xFF) * by;
      }
      to[at] = clip(red);
      to[at + 1] = clip(green);
      to[at + 2] = clip(blue);
      at += Picture.RGB;
    }
  }

  private static void plainRow(
      byte[] from, int row, int channels, Taps taps, byte[] to, int start) {
    int at = start;
    for (int x = 0; x < taps.size(); x++) {
      int weight = x * taps.stride();
      for (int c = 0; c < channels; c++) {
        int sum = HALF;
        int source = row + taps.first()[x] * channels + c;
        for (int k = 0; k < taps.counts()[x]; k++) {
          sum += (from[source + k * channels] & 0xFF) * taps.weights()[weight + k];
        }
        to[at++] = clip(sum);
      }
    }
  }

  private static Picture columns(Picture picture, Taps taps, int firstRow) {
    int length = picture.width() * picture.channels();
    byte[] from = picture.pixels();
    byte[] to = new byte[Math.multiplyExact(taps.size(), length)];
    int[] sums = new int[length];
    for (int y = 0; y < taps.size(); y++) {
      Arrays.fill(sums, HALF);
      for (int k = 0; k < taps.counts()[y]; k++) {
        int weight = taps.weights()[y * taps.stride() + k];
        int row = (taps.first()[y] - firstRow + k) * length;
        for (int i = 0; i < length; i++) {
          sums[i] += (from[row + i] & 0xFF) * weight;
        }
      }
      for (int i = 0; i < length; i++) {
        to[y * length + i] = clip(sums[i]);
      }
    }
    return new Picture(picture.width(), taps.size(), picture.channels(), to);
  }

  private static byte clip(int sum) {
    return (byte) Math.clamp(sum >> Taps.PRECISION, 0, 255);
  }

  private static Picture nearest(Picture picture, int width, int height, Window window) {
    int[] columns = places(picture.width(), width, window.left(), window.right());
    int[] rows = places(picture.height(), height, window.top(), window.bottom());
    int channels = picture.channels();
    byte[] to =
        new byte[Math.multiplyExact(Math.multiplyExact(columns.length, rows.length), channels)];
    int at = 0;
    for (int row : rows) {
      for (int column : columns) {
        int source = (row * picture.width() + column) * channels;
        for (int c = 0; c < channels; c++) {
          to[at++] = picture.pixels()[source + c];
        }
      }
    }
    return new Picture(columns.length, rows.length, channels, to);
  }

  /**
   * Adds up the steps as Pillow's ImagingScaleAffine (Geometry.c) does, rounding errors and all.
   */
  private static int[] places(int sourceSize, int size, int from, int to) {
    double step = (double) sourceSize / size;
    double place = step * 0.5;
    int[] places = new int[to - from];
    for (int i = 0; i < to; i++) {
      if (i >= from) {
        places[i - from] = Math.min((int) place, sourceSize - 1);
      }
      place += step;
    }
    return places;
  }
}
