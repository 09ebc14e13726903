package io.salver.security;

/**
 * How often a client may ask.
 *
 * @param perSecond requests a second in the long run
 * @param burst requests at once after a pause
 */
public record Rate(double perSecond, int burst) {

  public Rate {
    if (!(perSecond > 0) || burst < 1) {
      throw new IllegalArgumentException(perSecond + " per second, bursts of " + burst);
    }
  }
}
