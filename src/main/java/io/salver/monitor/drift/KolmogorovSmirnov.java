package io.salver.monitor.drift;

import io.salver.monitor.sketch.Distribution;
import java.util.OptionalDouble;

/**
 * The test of Kolmogorov (1933) and Smirnov (1939) of two samples: the greatest distance D between
 * their cumulative distributions.
 *
 * <p>Against percentiles only what they vouch for counts: between two of them the reference may run
 * anywhere between their ranks. So D is at most a step too small, and values with much share to
 * themselves, which percentiles show only to a step, alarm nobody. For continuous references it is
 * the distance at the percentiles.
 *
 * <p>The p-value is that of Kolmogorov's limit at {@code (√e + 0.12 + 0.11/√e)·D} with {@code e =
 * nm/(n + m)} (Stephens, 1970), of D less the rank error of sketches. With ties it is too large,
 * which alarms less.
 */
public final class KolmogorovSmirnov {

  private KolmogorovSmirnov() {}

  /** The test of two distributions, neither empty. */
  public static Measure measure(Distribution reference, Distribution window) {
    double distance = 0;
    for (int knot = 0; knot < reference.knots(); knot++) {
      double value = reference.value(knot);
      double above = window.rankBelow(value) - reference.below(knot);
      double under = reference.upTo(knot) - window.rank(value);
      distance = Math.max(distance, Math.max(above, under));
    }
    double certain = Math.max(0, distance - reference.rankError() - window.rankError());
    double p = pValue(certain, (double) reference.count(), (double) window.count());
    return new Measure(
        DriftTest.KOLMOGOROV_SMIRNOV,
        distance,
        distance,
        OptionalDouble.of(p),
        reference.count(),
        window.count());
  }

  private static double pValue(double distance, double n, double m) {
    double root = Math.sqrt(n * m / (n + m));
    return SurvivalFunctions.kolmogorov((root + 0.12 + 0.11 / root) * distance);
  }
}
