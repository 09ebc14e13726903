package io.salver.traffic.shadow;

import java.time.Duration;

/**
 * What shadows may take.
 *
 * @param busy share of the time that a copy of one model may be under way, above 0, at most 1
 * @param mostBytes of inputs and outputs of one copy
 * @param timeout after which a copy has failed
 */
public record ShadowLimits(double busy, long mostBytes, Duration timeout) {

  /** Checks the share. */
  public ShadowLimits {
    if (!(busy > 0 && busy <= 1)) {
      throw new IllegalArgumentException(
          "the share of time of shadows must be above 0 and at most 1, received " + busy);
    }
  }
}
