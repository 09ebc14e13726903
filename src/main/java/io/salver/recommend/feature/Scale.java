package io.salver.recommend.feature;

import io.salver.fault.BackendFailure;

/**
 * How a number is encoded: {@code (x - mean) / deviation}, of {@code log1p(x)} where logarithmic. A
 * missing number, or one without a finite encoding, is 0: the mean.
 */
public record Scale(boolean logarithmic, double mean, double deviation) {

  /** Checks that the deviation is positive and both numbers are finite. */
  public Scale {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new BackendFailure(
          "expects a finite mean and a positive deviation, received " + mean + " and " + deviation);
    }
  }

  /** The number that was encoded so; of a missing one the mean. */
  double decode(double encoded) {
    double scaled = encoded * deviation + mean;
    return logarithmic ? Math.expm1(scaled) : scaled;
  }

  /** The encoded number. */
  public float encode(double raw) {
    double scaled = ((logarithmic ? Math.log1p(raw) : raw) - mean) / deviation;
    return Double.isFinite(scaled) ? (float) scaled : 0f;
  }
}
