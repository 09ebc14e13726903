package io.salver.image;

/** The kernels of resampling, as Pillow has them; nearest takes single pixels. */
public enum Interpolation {
  NEAREST(0) {
    @Override
    double weight(double x) {
      return 1;
    }
  },
  /** The triangle. */
  BILINEAR(1) {
    @Override
    double weight(double x) {
      double distance = Math.abs(x);
      return distance < 1 ? 1 - distance : 0;
    }
  },
  /** Keys' cubic convolution (1981) with a = -0.5. */
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double distance = Math.abs(x);
      if (distance < 1) {
        return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
      }
      return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * A : 0;
    }
  };

  private static final double A = -0.5;

  private final double support;

  Interpolation(double support) {
    this.support = support;
  }

  /** How far from its centre the kernel reaches, in pixels of whichever grid is coarser. */
  double support() {
    return support;
  }

  abstract double weight(double x);
}
