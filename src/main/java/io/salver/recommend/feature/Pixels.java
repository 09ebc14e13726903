package io.salver.recommend.feature;

import io.salver.fault.InvalidInput;
import io.salver.recommend.catalogue.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * The pixels of a picture, as 8-bit RGB on black. A picture of another size is resampled by the
 * mean of the area that each target pixel covers.
 */
public final class Pixels {

  /** The most pixels on a side of a picture. */
  public static final int MAX_SIDE = 4_096;

  private static final int CHANNELS = 3;

  static {
    ImageIO.setUseCache(false);
  }

  private Pixels() {}

  /**
   * Checks that an image can be decoded.
   *
   * @throws InvalidInput with the reason why not
   */
  public static void check(Image image) {
    var unused = decode(image);
  }

  /** {@code height × width × 3} bytes, rows from the top. */
  static ByteBuffer of(Image image, int height, int width) {
    ByteBuffer pixels = ByteBuffer.allocate(height * width * CHANNELS);
    write(image, height, width, pixels);
    return pixels.flip();
  }

  /** Appends {@code height × width × 3} bytes, rows from the top. */
  static void write(Image image, int height, int width, ByteBuffer target) {
    BufferedImage decoded = decode(image);
    int[] rgb =
        decoded.getRGB(0, 0, decoded.getWidth(), decoded.getHeight(), null, 0, decoded.getWidth());
    boolean fits = decoded.getWidth() == width && decoded.getHeight() == height;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel =
            fits
                ? onBlack(rgb[y * width + x])
                : mean(rgb, decoded.getWidth(), decoded.getHeight(), x, y, width, height);
        target.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
      }
    }
  }

  private static BufferedImage decode(Image image) {
    if (image.bytes().length > Image.MAX_BYTES) {
      throw new InvalidInput(
          "image takes at most " + Image.MAX_BYTES + " bytes, received " + image.bytes().length);
    }
    try (ImageInputStream stream =
        ImageIO.createImageInputStream(new ByteArrayInputStream(image.bytes()))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new InvalidInput("image expects the bytes of a PNG or JPEG file");
      }
      return decode(readers.next(), stream);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException damaged) {
      throw new InvalidInput("image cannot be decoded: " + damaged.getMessage());
    }
  }

  private static BufferedImage decode(ImageReader reader, ImageInputStream stream)
      throws IOException {
    try {
      reader.setInput(stream, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width > MAX_SIDE || height > MAX_SIDE) {
        throw new InvalidInput(
            "image takes at most "
                + MAX_SIDE
                + " pixels a side, received "
                + width
                + " × "
                + height);
      }
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private static int mean(int[] rgb, int fromWidth, int fromHeight, int x, int y, int w, int h) {
    int left = x * fromWidth / w;
    int right = Math.max(left + 1, (x + 1) * fromWidth / w);
    int top = y * fromHeight / h;
    int bottom = Math.max(top + 1, (y + 1) * fromHeight / h);
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        int pixel = onBlack(rgb[row * fromWidth + column]);
        red += (pixel >> 16) & 0xff;
        green += (pixel >> 8) & 0xff;
        blue += pixel & 0xff;
      }
    }
    long count = (long) (right - left) * (bottom - top);
    long half = count / 2;
    int meanRed = (int) ((red + half) / count);
    int meanGreen = (int) ((green + half) / count);
    int meanBlue = (int) ((blue + half) / count);
    return (meanRed << 16) | (meanGreen << 8) | meanBlue;
  }

  private static int onBlack(int argb) {
    int alpha = argb >>> 24;
    if (alpha == 255) {
      return argb & 0xffffff;
    }
    int red = ((argb >> 16) & 0xff) * alpha / 255;
    int green = ((argb >> 8) & 0xff) * alpha / 255;
    int blue = (argb & 0xff) * alpha / 255;
    return (red << 16) | (green << 8) | blue;
  }
}
