package io.salver.sound;

/**
 * Mel-frequency cepstral coefficients (Davis and Mermelstein, 1980): the first values of the
 * orthonormal DCT-II of each row of a log-mel spectrogram. Immutable and thread-safe.
 */
public final class Cepstrum {

  private final int bins;

  /** {@code [coefficients][bins]}. */
  private final double[][] basis;

  /** At most as many coefficients as there are bins. */
  public Cepstrum(int bins, int coefficients) {
    this.bins = bins;
    this.basis = new double[coefficients][bins];
    for (int k = 0; k < coefficients; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / bins);
      for (int bin = 0; bin < bins; bin++) {
        basis[k][bin] = scale * Math.cos(Math.PI / bins * (bin + 0.5) * k);
      }
    }
  }

  /** From {@code [frames, bins]} to {@code [frames, coefficients]}, both row-major. */
  public float[] of(float[] spectrogram) {
    int frames = spectrogram.length / bins;
    float[] result = new float[frames * basis.length];
    for (int frame = 0; frame < frames; frame++) {
      for (int k = 0; k < basis.length; k++) {
        double sum = 0;
        for (int bin = 0; bin < bins; bin++) {
          sum += basis[k][bin] * spectrogram[frame * bins + bin];
        }
        result[frame * basis.length + k] = (float) sum;
      }
    }
    return result;
  }
}
