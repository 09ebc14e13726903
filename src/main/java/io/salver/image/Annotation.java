package io.salver.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.Arrays;

/**
 * A copy of a picture that is drawn upon. Boxes and tints need nothing but the pixels; texts need
 * fonts, and where a machine has none they are left out. Not thread-safe.
 */
public final class Annotation {

  private static final int[] WHITE = {255, 255, 255};
  private static final int TINT = 128;
  private static final int LINES_IN_SIDE = 200;
  private static final int LETTERS_IN_SIDE = 30;
  private static final int LEAST_LETTERS = 10;
  private static final int BRIGHT = 150;

  private final int width;
  private final int height;
  private final byte[] pixels;

  /** Copies {@code picture}, over white where it is transparent. */
  public Annotation(Picture picture) {
    Picture rgb = Colour.RGB.of(picture, WHITE);
    this.width = rgb.width();
    this.height = rgb.height();
    boolean isOwn = rgb != picture;
    this.pixels = isOwn ? rgb.pixels() : Arrays.copyOf(rgb.pixels(), rgb.pixels().length);
  }

  /** The colour in which the class of that index is drawn, as 0xRRGGBB. */
  public static int colour(int index) {
    float goldenAngle = 0.381966f;
    return Color.HSBtoRGB(index * goldenAngle, 0.85f, index % 2 == 0 ? 1 : 0.8f) & 0xFFFFFF;
  }

  /** Draws a frame along the inside of these edges, in pixels, and a text at its upper left. */
  public void box(float left, float top, float right, float bottom, String text, int colour) {
    int line = Math.max(1, Math.min(width, height) / LINES_IN_SIDE);
    int l = Math.clamp(Math.round(left), 0, width - 1);
    int t = Math.clamp(Math.round(top), 0, height - 1);
    int r = Math.clamp(Math.round(right), l + 1, width);
    int b = Math.clamp(Math.round(bottom), t + 1, height);
    fill(l, t, r, t + line, colour);
    fill(l, b - line, r, b, colour);
    fill(l, t, l + line, b, colour);
    fill(r - line, t, r, b, colour);
    write(text, l, t, colour);
  }

  /** Mixes the colour of its class into every pixel whose class is not 0. */
  public void tint(byte[] classes) {
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] != 0) {
        int colour = colour(classes[i] & 0xFF);
        int at = i * Picture.RGB;
        mix(at, colour >> 16 & 0xFF);
        mix(at + 1, colour >> 8 & 0xFF);
        mix(at + 2, colour & 0xFF);
      }
    }
  }

  /** The picture as it is now. */
  public Picture picture() {
    return new Picture(width, height, Picture.RGB, pixels);
  }

  private void mix(int at, int sample) {
    pixels[at] = (byte) Blend.over(sample, pixels[at] & 0xFF, TINT);
  }

  private void fill(int left, int top, int right, int bottom, int colour) {
    for (int y = Math.max(0, top); y < Math.min(height, bottom); y++) {
      for (int x = Math.max(0, left); x < Math.min(width, right); x++) {
        int at = (y * width + x) * Picture.RGB;
        pixels[at] = (byte) (colour >> 16);
        pixels[at + 1] = (byte) (colour >> 8);
        pixels[at + 2] = (byte) colour;
      }
    }
  }

  private void write(String text, int left, int top, int colour) {
    try {
      draw(text, left, top, colour);
    } catch (OutOfMemoryError exhausted) {
      throw exhausted;
    } catch (RuntimeException | Error noFonts) {
      // A JRE without its font libraries fails in many ways; the box says enough.
    }
  }

  private void draw(String text, int left, int top, int colour) {
    Graphics2D graphics = BufferedImages.of(width, height, Picture.RGB, pixels).createGraphics();
    try {
      int size = Math.max(LEAST_LETTERS, Math.min(width, height) / LETTERS_IN_SIDE);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, size));
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      FontMetrics metrics = graphics.getFontMetrics();
      int tall = metrics.getHeight();
      int wide = metrics.stringWidth(text) + tall / 2;
      int x = Math.clamp(left, 0, Math.max(0, width - wide));
      int y = top >= tall ? top - tall : top;
      graphics.setColor(new Color(colour));
      graphics.fillRect(x, y, wide, tall);
      graphics.setColor(isBright(colour) ? Color.BLACK : Color.WHITE);
      graphics.drawString(text, x + tall / 4, y + metrics.getAscent());
    } finally {
      graphics.dispose();
    }
  }

  private static boolean isBright(int colour) {
    int red = colour >> 16 & 0xFF;
    int green = colour >> 8 & 0xFF;
    return (299 * red + 587 * green + 114 * (colour & 0xFF)) / 1000 > BRIGHT;
  }
}
