package io.salver.image;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** From our pictures to those of Java 2D, over the same samples. */
final class BufferedImages {

  private BufferedImages() {}

  static BufferedImage of(Picture picture) {
    return of(picture.width(), picture.height(), picture.channels(), picture.pixels());
  }

  static BufferedImage of(int width, int height, int channels, byte[] samples) {
    int[] offsets = new int[channels];
    for (int channel = 0; channel < channels; channel++) {
      offsets[channel] = channel;
    }
    DataBufferByte data = new DataBufferByte(samples, samples.length);
    WritableRaster raster =
        Raster.createInterleavedRaster(
            data, width, height, width * channels, channels, offsets, new Point(0, 0));
    boolean hasAlpha = channels == Picture.RGBA;
    int space = channels == Picture.GRAY ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB;
    ComponentColorModel colours =
        new ComponentColorModel(
            ColorSpace.getInstance(space),
            hasAlpha,
            false,
            hasAlpha ? ComponentColorModel.TRANSLUCENT : ComponentColorModel.OPAQUE,
            DataBuffer.TYPE_BYTE);
    return new BufferedImage(colours, raster, false, null);
  }
}
