package io.salver.monitor;

import java.nio.ByteBuffer;

/**
 * What is watched of a picture by its samples alone, from 0 to 1.
 *
 * @param mean of all samples: brightness
 * @param deviation of all samples: contrast
 */
public record Brightness(double mean, double deviation) {

  private static final double WHITE = 255;

  /** Of what remains in {@code samples}, one byte each. */
  public static Brightness of(ByteBuffer samples) {
    ByteBuffer all = samples.slice();
    long sum = 0;
    long squares = 0;
    for (int i = 0; i < all.limit(); i++) {
      int value = all.get(i) & 0xFF;
      sum += value;
      squares += (long) value * value;
    }
    double count = Math.max(1, all.limit());
    double mean = sum / count;
    double variance = squares / count - mean * mean;
    return new Brightness(mean / WHITE, Math.sqrt(Math.max(0, variance)) / WHITE);
  }

  /** Adds {@code NAME.mean} and {@code NAME.deviation}. */
  public void addTo(String name, Sample.Builder sample) {
    sample.feature(name + ".mean", mean).feature(name + ".deviation", deviation);
  }
}
