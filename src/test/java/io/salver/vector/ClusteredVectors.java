package io.salver.vector;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Unit vectors around cluster centres, as embeddings lie; {@code [count, dimension]} row-major. The
 * same seed gives the same vectors.
 */
public final class ClusteredVectors {

  private final int dimension;
  private final float[][] centres;
  private final double spread;
  private final RandomGenerator random;

  /** Vectors around {@code clusters} centres, with noise of {@code spread} per unit length. */
  public ClusteredVectors(long seed, int dimension, int clusters, double spread) {
    this.dimension = dimension;
    this.spread = spread / Math.sqrt((double) dimension);
    this.random = new SplittableRandom(seed);
    this.centres = new float[clusters][];
    for (int i = 0; i < clusters; i++) {
      centres[i] = unit(new float[dimension], 1);
    }
  }

  /** The next {@code count} vectors, in heap memory, ready to be read. */
  public FloatBuffer next(int count) {
    float[] vectors = new float[Math.multiplyExact(count, dimension)];
    for (int i = 0; i < count; i++) {
      float[] centre = centres[random.nextInt(centres.length)];
      System.arraycopy(unit(centre, spread), 0, vectors, i * dimension, dimension);
    }
    return FloatBuffer.wrap(vectors);
  }

  private float[] unit(float[] origin, double scale) {
    double[] sum = new double[dimension];
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      sum[i] = origin[i] + scale * random.nextGaussian();
      squares += sum[i] * sum[i];
    }
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return vector;
  }
}
