package io.salver.monitor.drift;

import io.salver.monitor.sketch.Distribution;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Wasserstein's distance of order 1: the area between the cumulative distributions, in the unit of
 * the feature (Vallender, 1974). The effect is in standard deviations of the reference; where that
 * does not vary, 1 for any difference. Of percentiles the outermost hundredths are taken as
 * uniform, which overstates both where tails are heavy. There is no p-value: its law depends on the
 * distribution.
 */
public final class Wasserstein {

  private Wasserstein() {}

  /** The distance of two distributions, neither empty. */
  public static Measure measure(Distribution reference, Distribution window) {
    double[] grid =
        DoubleStream.concat(values(reference), values(window)).sorted().distinct().toArray();
    double area = 0;
    for (int i = 1; i < grid.length; i++) {
      double left = reference.rank(grid[i - 1]) - window.rank(grid[i - 1]);
      double right = reference.rankBelow(grid[i]) - window.rankBelow(grid[i]);
      area += area(left, right) * (grid[i] - grid[i - 1]);
    }
    double deviation = reference.deviation();
    double effect = deviation > 0 ? area / deviation : Math.signum(area);
    return new Measure(
        DriftTest.WASSERSTEIN,
        area,
        effect,
        OptionalDouble.empty(),
        reference.count(),
        window.count());
  }

  /** The area under the absolute value of a line over a unit. */
  private static double area(double left, double right) {
    if (left * right >= 0) {
      return Math.abs(left + right) / 2;
    }
    return (left * left + right * right) / (2 * (Math.abs(left) + Math.abs(right)));
  }

  private static DoubleStream values(Distribution distribution) {
    return IntStream.range(0, distribution.knots()).mapToDouble(distribution::value);
  }
}
