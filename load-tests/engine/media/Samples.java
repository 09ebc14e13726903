package engine.media;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;

/** A picture that is drawn and a sound that is synthesised, the same at every run. */
public final class Samples {

  private static final int SIDE = 1000;
  private static final int SHAPES = 60;
  private static final int RATE = 16_000;
  private static final int HEAD_BYTES = 44;

  private Samples() {}

  /** A JPEG of a million pixels. */
  public static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, SIDE, SIDE, Color.BLUE));
    pen.fillRect(0, 0, SIDE, SIDE);
    Random random = new Random(1);
    pen.setStroke(new BasicStroke(3));
    for (int i = 0; i < SHAPES; i++) {
      pen.setColor(new Color(random.nextInt(1 << 24)));
      int x = random.nextInt(SIDE);
      int y = random.nextInt(SIDE);
      pen.fillOval(x, y, random.nextInt(200), random.nextInt(200));
      pen.drawLine(x, y, random.nextInt(SIDE), random.nextInt(SIDE));
    }
    pen.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  /** A WAV of so many seconds: tones that come and go. */
  static byte[] sound(int seconds) {
    int samples = seconds * RATE;
    ByteBuffer wav = ByteBuffer.allocate(HEAD_BYTES + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(HEAD_BYTES - 8 + 2 * samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      double time = i / (double) RATE;
      double loudness = Math.max(0, Math.sin(2 * Math.PI * 1.5 * time));
      double tone =
          Math.sin(2 * Math.PI * 220 * time)
              + 0.5 * Math.sin(2 * Math.PI * 700 * time)
              + 0.25 * Math.sin(2 * Math.PI * 1900 * time);
      wav.putShort((short) (8000 * loudness * tone));
    }
    return wav.array();
  }
}
