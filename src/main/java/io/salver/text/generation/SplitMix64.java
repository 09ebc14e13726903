package io.salver.text.generation;

/**
 * A generator of random numbers whose every bit is written down, so that a seed means the same on
 * all replicas and in all releases (Steele, Lea and Flood, 2014, "Fast splittable pseudorandom
 * number generators"; the constants are those of Vigna's {@code splitmix64.c}). Not thread-safe.
 */
public final class SplitMix64 {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1.0p-53;

  private long state;

  private SplitMix64(long state) {
    this.state = state;
  }

  /** One of many sequences that a seed gives, each as if the others were not. */
  public static SplitMix64 of(long seed, int sequence) {
    return new SplitMix64(mix(mix(seed) ^ (sequence + 1) * GOLDEN_GAMMA));
  }

  /** The next 64 bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** A number from 0 to below 1, a multiple of 2<sup>−53</sup>. */
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }

  private static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
