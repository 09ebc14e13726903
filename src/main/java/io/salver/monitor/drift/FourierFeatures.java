package io.salver.monitor.drift;

import io.salver.monitor.profile.EmbeddingProfile;

/**
 * Random Fourier features of the Gaussian kernel (Rahimi and Recht, 2007): {@code cos(ω·x)/√F} for
 * every one of F frequencies ω, then {@code sin(ω·x)/√F}. Immutable; thread-safe.
 *
 * <p>The frequencies are the same wherever they are drawn: component d of frequency f is number
 * {@code f·dimension + d} of the standard normals, over the bandwidth. Normals come in pairs by Box
 * and Muller (1958), {@code √(−2 ln u)·cos 2πv} and {@code …·sin 2πv}, with u and v, in (0, 1), the
 * upper 53 bits of SplitMix64's next two numbers (Steele, Lea and Flood, 2014) plus a half, over
 * 2⁵³.
 */
public final class FourierFeatures {

  private final int dimension;
  private final float[] frequencies;
  private final double scale;

  /** The features that the means of a profile are of. */
  public FourierFeatures(EmbeddingProfile profile) {
    this(profile.dimension(), profile.frequencies(), profile.bandwidth(), profile.seed());
  }

  /** Features of vectors of that dimension. */
  public FourierFeatures(int dimension, int count, double bandwidth, long seed) {
    this.dimension = dimension;
    this.frequencies = draw(Math.multiplyExact(dimension, count), bandwidth, seed);
    this.scale = 1 / Math.sqrt(count);
  }

  public int dimension() {
    return dimension;
  }

  /** How many features a vector has. */
  public int size() {
    return 2 * frequencies.length / dimension;
  }

  /** Adds the features of a finite vector to {@code sum}. */
  public void addTo(double[] sum, float[] vector) {
    int count = frequencies.length / dimension;
    for (int frequency = 0; frequency < count; frequency++) {
      int offset = frequency * dimension;
      float phase = 0;
      for (int d = 0; d < dimension; d++) {
        phase += frequencies[offset + d] * vector[d];
      }
      sum[frequency] += scale * Math.cos(phase);
      sum[count + frequency] += scale * Math.sin(phase);
    }
  }

  private static float[] draw(int count, double bandwidth, long seed) {
    float[] drawn = new float[count];
    SplitMix random = new SplitMix(seed);
    for (int i = 0; i < count; i += 2) {
      double radius = Math.sqrt(-2 * Math.log(random.next()));
      double angle = 2 * Math.PI * random.next();
      drawn[i] = (float) (radius * Math.cos(angle) / bandwidth);
      if (i + 1 < count) {
        drawn[i + 1] = (float) (radius * Math.sin(angle) / bandwidth);
      }
    }
    return drawn;
  }

  /** SplitMix64, written out because the JDK's may change its way to doubles. */
  private static final class SplitMix {

    private long state;

    SplitMix(long seed) {
      this.state = seed;
    }

    /** A number between 0 and 1, both excluded. */
    double next() {
      state += 0x9E3779B97F4A7C15L;
      long z = state;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      return ((z >>> 11) + 0.5) * 0x1.0p-53;
    }
  }
}
