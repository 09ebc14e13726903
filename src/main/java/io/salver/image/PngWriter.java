package io.salver.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pictures as PNG. */
public final class PngWriter {

  private PngWriter() {}

  /** A PNG file of the picture. */
  public static byte[] write(Picture picture) {
    return encode(BufferedImages.of(picture));
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
