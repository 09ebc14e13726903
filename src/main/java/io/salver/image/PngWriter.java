package io.salver.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pictures as PNG. */
public final class PngWriter {

  /** Level 1 of Deflate: some tenths larger than usual, in a fraction of the time. */
  private static final float FAST = 8 / 9f;

  private PngWriter() {}

  /** A PNG file of the picture. */
  public static byte[] write(Picture picture) {
    return encode(BufferedImages.of(picture));
  }

  private static byte[] encode(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(FAST);
      writer.setOutput(output);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException impossible) {
      throw new UncheckedIOException("PNG is written to memory", impossible);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
