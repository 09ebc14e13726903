package io.salver.image;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pictures and masks as PNG. */
public final class PngWriter {

  private static final int BITS = 8;

  private PngWriter() {}

  /** A PNG file of the picture. */
  public static byte[] write(Picture picture) {
    return encode(BufferedImages.of(picture));
  }

  /**
   * A PNG file with a palette, whose pixels are the indices themselves: what reads it without the
   * palette gets the classes back.
   *
   * @param indices row by row from the top
   * @param palette the colour of each index, as 0xRRGGBB; at most 256
   */
  public static byte[] writeIndexed(int width, int height, byte[] indices, int[] palette) {
    IndexColorModel colours =
        new IndexColorModel(BITS, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    DataBufferByte data = new DataBufferByte(indices, indices.length);
    var raster =
        Raster.createInterleavedRaster(
            data, width, height, width, 1, new int[] {0}, new Point(0, 0));
    return encode(new BufferedImage(colours, raster, false, null));
  }

  private static byte[] encode(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), null);
    } catch (IOException impossible) {
      throw new UncheckedIOException("PNG is written to memory", impossible);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
