package io.salver.image;

import io.salver.fault.InvalidInput;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * From ImageIO's pictures to ours. Samples are taken as they lie in the raster: the JDK's own
 * conversion would take gray ones for linear light. Of 16 bits the upper 8 are kept, as libpng's
 * png_set_strip_16 does.
 */
final class Rasters {

  private static final int GRAY_ALPHA = 2;

  private Rasters() {}

  static Picture picture(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    Raster raster = image.getRaster();
    if (colours instanceof IndexColorModel palette) {
      return indexed(raster, palette);
    }
    int bands = raster.getNumBands();
    boolean isPlain = raster.getTransferType() == DataBuffer.TYPE_BYTE;
    boolean isWide = raster.getTransferType() == DataBuffer.TYPE_USHORT;
    boolean isOwnSample = raster.getNumDataElements() == bands && bands <= Picture.RGBA;
    if (isOwnSample && (isPlain || isWide)) {
      byte[] samples = samples(raster, isWide ? Byte.SIZE : 0);
      int width = raster.getWidth();
      int height = raster.getHeight();
      return bands == GRAY_ALPHA
          ? new Picture(width, height, Picture.RGBA, spread(samples))
          : new Picture(width, height, bands, samples);
    }
    return converted(image, colours.hasAlpha());
  }

  /** The samples of all bands, pixel by pixel; those of the raster itself where they lie so. */
  static byte[] samples(Raster raster, int shift) {
    int bands = raster.getNumBands();
    int width = raster.getWidth();
    int height = raster.getHeight();
    if (shift == 0
        && raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && model.getPixelStride() == bands
        && model.getScanlineStride() == bands * width
        && raster.getDataBuffer() instanceof DataBufferByte data
        && data.getNumBanks() == 1
        && data.getOffset() == 0
        && data.getSize() == bands * width * height) {
      return ordered(data.getData(), model.getBandOffsets());
    }
    byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(width, height), bands)];
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int value : row) {
        samples[at++] = (byte) (value >> shift);
      }
    }
    return samples;
  }

  /** Brings the bands of every pixel into order, in place. */
  private static byte[] ordered(byte[] samples, int[] offsets) {
    int bands = offsets.length;
    boolean inOrder = true;
    for (int band = 0; band < bands; band++) {
      inOrder &= offsets[band] == band;
    }
    if (!inOrder) {
      byte[] pixel = new byte[bands];
      for (int i = 0; i < samples.length; i += bands) {
        System.arraycopy(samples, i, pixel, 0, bands);
        for (int band = 0; band < bands; band++) {
          samples[i + band] = pixel[offsets[band]];
        }
      }
    }
    return samples;
  }

  /** From gray and alpha to red, green, blue and alpha. */
  private static byte[] spread(byte[] samples) {
    byte[] rgba = new byte[Math.multiplyExact(samples.length, 2)];
    for (int i = 0; i < samples.length; i += GRAY_ALPHA) {
      int to = 2 * i;
      rgba[to] = samples[i];
      rgba[to + 1] = samples[i];
      rgba[to + 2] = samples[i];
      rgba[to + 3] = samples[i + 1];
    }
    return rgba;
  }

  private static Picture indexed(Raster raster, IndexColorModel palette) {
    int channels = palette.hasAlpha() ? Picture.RGBA : Picture.RGB;
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    byte[] indices = samples(raster, 0);
    byte[] pixels = new byte[Math.multiplyExact(indices.length, channels)];
    int at = 0;
    for (byte index : indices) {
      int place = index & 0xFF;
      if (place >= colours.length) {
        throw new InvalidInput(
            "a pixel has the colour %d of a palette of %d".formatted(place, colours.length));
      }
      at = put(colours[place], pixels, at, channels);
    }
    return new Picture(raster.getWidth(), raster.getHeight(), channels, pixels);
  }

  private static Picture converted(BufferedImage image, boolean hasAlpha) {
    int channels = hasAlpha ? Picture.RGBA : Picture.RGB;
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int colour : row) {
        at = put(colour, pixels, at, channels);
      }
    }
    return new Picture(width, height, channels, pixels);
  }

  private static int put(int argb, byte[] pixels, int at, int channels) {
    pixels[at] = (byte) (argb >> 16);
    pixels[at + 1] = (byte) (argb >> 8);
    pixels[at + 2] = (byte) argb;
    if (channels == Picture.RGBA) {
      pixels[at + 3] = (byte) (argb >> 24);
    }
    return at + channels;
  }
}
