package io.salver.image;

/**
 * For each place of one axis of the result the places of the source that it is made of, and their
 * weights: Pillow's precompute_coeffs and normalize_coeffs_8bpc (Resample.c), to the bit. When a
 * picture shrinks, the kernel grows with the scale, so that nothing between the places is lost.
 *
 * @param first the first place of the source, for each place from {@code from} on
 * @param counts how many places
 * @param weights theirs, fixed-point with {@value #PRECISION} bits behind the point, {@code stride}
 *     for each place
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Taps(int[] first, int[] counts, int[] weights, int stride) {

  static final int PRECISION = 32 - 8 - 2;

  /** Those of the places {@code from} to {@code to}, of {@code size} in all. */
  static Taps of(Interpolation kernel, int sourceSize, int size, int from, int to) {
    double scale = (double) sourceSize / size;
    double filterScale = Math.max(1, scale);
    double support = kernel.support() * filterScale;
    int stride = (int) Math.ceil(support) * 2 + 1;
    int[] first = new int[to - from];
    int[] counts = new int[to - from];
    int[] weights = new int[Math.multiplyExact(to - from, stride)];
    double[] exact = new double[stride];
    for (int i = 0; i < to - from; i++) {
      double centre = (i + from + 0.5) * scale;
      first[i] = Math.max(0, (int) (centre - support + 0.5));
      counts[i] = Math.min(sourceSize, (int) (centre + support + 0.5)) - first[i];
      double sum = 0;
      for (int k = 0; k < counts[i]; k++) {
        exact[k] = kernel.weight((k + first[i] - centre + 0.5) * (1 / filterScale));
        sum += exact[k];
      }
      for (int k = 0; k < counts[i]; k++) {
        weights[i * stride + k] = fixed(sum == 0 ? exact[k] : exact[k] / sum);
      }
    }
    return new Taps(first, counts, weights, stride);
  }

  int size() {
    return first.length;
  }

  private static int fixed(double weight) {
    return (int) ((weight < 0 ? -0.5 : 0.5) + weight * (1 << PRECISION));
  }
}
