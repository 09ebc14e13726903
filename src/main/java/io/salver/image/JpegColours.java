package io.salver.image;

/**
 * From the components of a JPEG file to red, green, blue, bit for bit as the IJG's library
 * (jdcolor.c) and, for CMYK, Pillow (Convert.c) compute it. CMYK is taken as Adobe writes it,
 * inverted, which is what every encoder in use does. Profiles of colour are not applied.
 */
final class JpegColours {

  private static final int BITS = 16;
  private static final int HALF = 1 << (BITS - 1);
  private static final int[] CR_RED = table(1.40200, HALF, BITS);
  private static final int[] CB_BLUE = table(1.77200, HALF, BITS);
  private static final int[] CR_GREEN = table(-0.71414, 0, 0);
  private static final int[] CB_GREEN = table(-0.34414, HALF, 0);

  private JpegColours() {}

  /** The picture of {@code samples}, pixel by pixel, which it may change and keep. */
  static Picture picture(int width, int height, JpegHead.Colour colour, byte[] samples) {
    return switch (colour) {
      case GRAY -> new Picture(width, height, Picture.GRAY, samples);
      case RGB -> new Picture(width, height, Picture.RGB, samples);
      case YCBCR -> {
        toRgb(samples, Picture.RGB);
        yield new Picture(width, height, Picture.RGB, samples);
      }
      case YCCK -> {
        toRgb(samples, 4);
        invertInks(samples);
        yield new Picture(width, height, Picture.RGB, fromInverted(samples));
      }
      case CMYK -> new Picture(width, height, Picture.RGB, fromInverted(samples));
    };
  }

  private static void toRgb(byte[] samples, int step) {
    for (int i = 0; i < samples.length; i += step) {
      int luma = samples[i] & 0xFF;
      int cb = samples[i + 1] & 0xFF;
      int cr = samples[i + 2] & 0xFF;
      samples[i] = clip(luma + CR_RED[cr]);
      samples[i + 1] = clip(luma + ((CB_GREEN[cb] + CR_GREEN[cr]) >> BITS));
      samples[i + 2] = clip(luma + CB_BLUE[cb]);
    }
  }

  private static void invertInks(byte[] samples) {
    for (int i = 0; i < samples.length; i++) {
      if (i % 4 != 3) {
        samples[i] = (byte) ~samples[i];
      }
    }
  }

  private static byte[] fromInverted(byte[] samples) {
    byte[] rgb = new byte[samples.length / 4 * Picture.RGB];
    int to = 0;
    for (int i = 0; i < samples.length; i += 4) {
      int black = samples[i + 3] & 0xFF;
      for (int c = 0; c < Picture.RGB; c++) {
        rgb[to++] = (byte) (black - Blend.product(255 - (samples[i + c] & 0xFF), black));
      }
    }
    return rgb;
  }

  private static byte clip(int value) {
    return (byte) Math.clamp(value, 0, 255);
  }

  private static int[] table(double factor, int offset, int shift) {
    int fixed = (int) Math.signum(factor) * (int) (Math.abs(factor) * (1 << BITS) + 0.5);
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      table[i] = (fixed * (i - 128) + offset) >> shift;
    }
    return table;
  }
}
