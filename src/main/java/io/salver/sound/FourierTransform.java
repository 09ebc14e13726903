package io.salver.sound;

import java.util.stream.IntStream;

/**
 * The discrete Fourier transform of a size without large prime factors, in double precision and in
 * natural order (Stockham's autosort algorithm; Van Loan, Computational Frameworks for the Fast
 * Fourier Transform, 1992, section 1.7, for any radix). Immutable and thread-safe.
 */
final class FourierTransform {

  private static final int[] RADICES = {2, 3, 5, 7};

  private final int size;
  private final int[] radices;

  /** cos(2πk / size), and below the sine. */
  private final double[] cosine;

  private final double[] sine;

  FourierTransform(int size) {
    if (!supports(size)) {
      throw new IllegalArgumentException("no transform of size " + size);
    }
    this.size = size;
    this.radices = radices(size);
    this.cosine = IntStream.range(0, size).mapToDouble(k -> Math.cos(angle(k, size))).toArray();
    this.sine = IntStream.range(0, size).mapToDouble(k -> Math.sin(angle(k, size))).toArray();
  }

  /** Whether {@code size} is positive and has no prime factor above 7. */
  static boolean supports(int size) {
    int rest = size;
    for (int radix : RADICES) {
      while (rest > 1 && rest % radix == 0) {
        rest /= radix;
      }
    }
    return rest == 1;
  }

  int size() {
    return size;
  }

  /** Replaces {@code re + i·im} by the sum over t of x(t)·exp(-2πi·k·t / size). */
  void forward(double[] re, double[] im) {
    double[] sourceRe = re;
    double[] sourceIm = im;
    double[] targetRe = new double[size];
    double[] targetIm = new double[size];
    int length = size;
    for (int radix : radices) {
      if (radix == 2) {
        halve(length, sourceRe, sourceIm, targetRe, targetIm);
      } else {
        divide(length, radix, sourceRe, sourceIm, targetRe, targetIm);
      }
      length /= radix;
      double[] swapRe = sourceRe;
      double[] swapIm = sourceIm;
      sourceRe = targetRe;
      sourceIm = targetIm;
      targetRe = swapRe;
      targetIm = swapIm;
    }
    if (radices.length % 2 == 1) {
      System.arraycopy(sourceRe, 0, re, 0, size);
      System.arraycopy(sourceIm, 0, im, 0, size);
    }
  }

  /** Replaces a spectrum by what it is the transform of. */
  void inverse(double[] re, double[] im) {
    forward(im, re);
    for (int i = 0; i < size; i++) {
      re[i] /= size;
      im[i] /= size;
    }
  }

  private void halve(int length, double[] re, double[] im, double[] outRe, double[] outIm) {
    int half = length / 2;
    int stride = size / length;
    for (int t = 0; t < half; t++) {
      double c = cosine[t * stride];
      double s = sine[t * stride];
      int from = stride * t;
      int to = 2 * from;
      for (int u = 0; u < stride; u++) {
        int a = from + u;
        int b = a + stride * half;
        double differenceRe = re[a] - re[b];
        double differenceIm = im[a] - im[b];
        outRe[to + u] = re[a] + re[b];
        outIm[to + u] = im[a] + im[b];
        outRe[to + stride + u] = differenceRe * c + differenceIm * s;
        outIm[to + stride + u] = differenceIm * c - differenceRe * s;
      }
    }
  }

  private void divide(
      int length, int radix, double[] re, double[] im, double[] outRe, double[] outIm) {
    int part = length / radix;
    int stride = size / length;
    for (int t = 0; t < part; t++) {
      for (int c = 0; c < radix; c++) {
        for (int u = 0; u < stride; u++) {
          double sumRe = 0;
          double sumIm = 0;
          for (int r = 0; r < radix; r++) {
            int at = u + stride * (t + part * r);
            // The butterfly's factor and the twiddle factor in one look-up.
            int turn = (int) ((r * (long) c * (size / radix) + (long) t * c * stride) % size);
            sumRe += re[at] * cosine[turn] + im[at] * sine[turn];
            sumIm += im[at] * cosine[turn] - re[at] * sine[turn];
          }
          outRe[u + stride * (radix * t + c)] = sumRe;
          outIm[u + stride * (radix * t + c)] = sumIm;
        }
      }
    }
  }

  private static double angle(int k, int size) {
    return 2 * Math.PI * k / size;
  }

  private static int[] radices(int size) {
    IntStream.Builder found = IntStream.builder();
    int rest = size;
    for (int radix : RADICES) {
      for (; rest % radix == 0; rest /= radix) {
        found.add(radix);
      }
    }
    return found.build().toArray();
  }
}
