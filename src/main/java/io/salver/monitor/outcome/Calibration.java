package io.salver.monitor.outcome;

/**
 * How often a class is the true one, by the probability that it was given: the logarithmic odds are
 * {@code shift} plus {@code slope} times those that were said (Cox, 1958, "Two further applications
 * of a model for binary regression"; Platt, 1999). Immutable.
 *
 * @param shift 0 where probabilities are right on average
 * @param slope below 1 where the model is too sure
 * @param variance of the shift, of the slope, and their covariance
 * @param labels how many it was learnt from; 0: probabilities are taken as they are
 */
record Calibration(double shift, double slope, Variance variance, long labels) {

  /** Fewest labels that calibrate. */
  static final long LEAST = 200;

  /** Probabilities as they are. */
  static final Calibration NONE = new Calibration(0, 1, new Variance(0, 0, 0), 0);

  private static final int STEPS = 50;
  private static final int HALVINGS = 30;
  private static final double EXACT = 1e-9;

  /** Of both parameters. */
  record Variance(double ofShift, double ofSlope, double together) {

    /** The variance of what has these slopes in the parameters. */
    double along(double byShift, double bySlope) {
      return byShift * byShift * ofShift
          + bySlope * bySlope * ofSlope
          + 2 * byShift * bySlope * together;
    }
  }

  /** How often the class is the true one at that bin. */
  double of(int bin) {
    return 1 / (1 + Math.exp(-(shift + slope * LogOddsBins.middle(bin))));
  }

  /** The same with other parameters. */
  Calibration moved(double byShift, double bySlope) {
    return new Calibration(shift + byShift, slope + bySlope, variance, labels);
  }

  /**
   * The most likely one, by Newton's method with steps that are halved where they lead too far. A
   * prior of one standard deviation around no miscalibration keeps it finite where labels leave it
   * open.
   *
   * @param counts labels by bin
   * @param right of them, of the class
   */
  static Calibration learn(long[] counts, long[] right) {
    long labels = 0;
    long positives = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      labels += counts[bin];
      positives += right[bin];
    }
    if (labels < LEAST || positives <= 0 || positives >= labels) {
      return NONE;
    }
    Calibration found = new Calibration(0, 1, new Variance(1, 1, 0), labels);
    for (int step = 0; step < STEPS; step++) {
      Calibration next = found.better(found.improved(counts, right), counts, right);
      boolean isDone =
          Math.abs(next.shift - found.shift) + Math.abs(next.slope - found.slope) < EXACT;
      found = next;
      if (isDone) {
        break;
      }
    }
    return found;
  }

  /** A step towards {@code next} that is short enough not to make it worse. */
  private Calibration better(Calibration next, long[] counts, long[] right) {
    double now = likelihood(counts, right);
    Calibration shorter = next;
    for (int halving = 0; halving < HALVINGS; halving++) {
      if (shorter.likelihood(counts, right) >= now - EXACT) {
        return shorter;
      }
      shorter =
          new Calibration(
              (shift + shorter.shift) / 2, (slope + shorter.slope) / 2, next.variance, labels);
    }
    return this;
  }

  /** The logarithm of how likely the labels and the prior make it. */
  private double likelihood(long[] counts, long[] right) {
    double likelihood = -(shift * shift + (slope - 1) * (slope - 1)) / 2;
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        double odds = shift + slope * LogOddsBins.middle(bin);
        double lost = Math.max(0, odds) + Math.log1p(Math.exp(-Math.abs(odds)));
        likelihood += right[bin] * odds - counts[bin] * lost;
      }
    }
    return likelihood;
  }

  private Calibration improved(long[] counts, long[] right) {
    double byShift = -shift;
    double bySlope = 1 - slope;
    double shifts = 1;
    double slopes = 1;
    double both = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        double odds = LogOddsBins.middle(bin);
        double share = of(bin);
        double apart = right[bin] - counts[bin] * share;
        double weight = counts[bin] * share * (1 - share);
        byShift += apart;
        bySlope += apart * odds;
        shifts += weight;
        slopes += weight * odds * odds;
        both += weight * odds;
      }
    }
    double determinant = shifts * slopes - both * both;
    return new Calibration(
        shift + (slopes * byShift - both * bySlope) / determinant,
        slope + (shifts * bySlope - both * byShift) / determinant,
        new Variance(slopes / determinant, shifts / determinant, -both / determinant),
        labels);
  }
}
