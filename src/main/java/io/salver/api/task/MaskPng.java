package io.salver.api.task;

import io.salver.task.vision.Finding;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a mask as an indexed PNG (ISO/IEC 15948): the value of each pixel is the index of its
 * class, and a palette makes the classes visible, the first of them black. Stateless.
 */
public final class MaskPng {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int COLORS = 256;
  private static final byte[] PALETTE = palette();
  private static final byte EIGHT_BITS = 8;
  private static final byte INDEXED = 3;
  private static final byte UNFILTERED = 0;

  private MaskPng() {}

  /** The mask of a picture of that size. */
  public static byte[] encode(Finding.Mask mask, int width, int height) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(png)) {
      out.write(SIGNATURE);
      chunk(out, "IHDR", header(width, height));
      chunk(out, "PLTE", PALETTE);
      chunk(out, "IDAT", pixels(mask.classes(), width));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory cannot fail to be written
    }
    return png.toByteArray();
  }

  private static byte[] header(int width, int height) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(header)) {
      out.writeInt(width);
      out.writeInt(height);
      out.write(new byte[] {EIGHT_BITS, INDEXED, 0, 0, 0});
    }
    return header.toByteArray();
  }

  private static byte[] pixels(byte[] classes, int width) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream out = new DeflaterOutputStream(compressed, deflater)) {
      for (int row = 0; row < classes.length; row += width) {
        out.write(UNFILTERED);
        out.write(classes, row, width);
      }
    } finally {
      deflater.end();
    }
    return compressed.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) checksum.getValue());
  }

  /** Black, then colours whose hues lie far apart: each is the golden section further on. */
  private static byte[] palette() {
    byte[] palette = new byte[3 * COLORS];
    for (int index = 1; index < COLORS; index++) {
      int color = Color.HSBtoRGB(index * 0.618034f, 0.75f, 1f);
      palette[3 * index] = (byte) (color >> 16);
      palette[3 * index + 1] = (byte) (color >> 8);
      palette[3 * index + 2] = (byte) color;
    }
    return palette;
  }
}
