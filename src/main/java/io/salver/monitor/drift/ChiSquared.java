package io.salver.monitor.drift;

import java.util.OptionalDouble;

/**
 * Pearson's chi-squared of homogeneity (1900) of two samples of categories, without Yates'
 * correction; rare categories are joined, so that each cell expects five values at least in the
 * smaller sample.
 *
 * <p>The effect is Cohen's w (1988), {@code √(χ²·(1/n + 1/m))}, of what is above chance: about the
 * square root of the population stability index.
 */
public final class ChiSquared {

  private ChiSquared() {}

  /** The statistic of two samples, neither empty. */
  public static Measure measure(Cells all) {
    Cells cells = all.pooled();
    double n = cells.referenceSize();
    double m = cells.windowSize();
    double sum = 0;
    for (int cell = 0; cell < cells.size(); cell++) {
      double reference = cells.reference()[cell];
      double window = cells.window()[cell];
      double pooled = (n * reference + m * window) / (n + m);
      double apart = window - reference;
      sum += pooled == 0 ? 0 : apart * apart / pooled;
    }
    int degrees = cells.size() - 1;
    double statistic = sum / cells.chance();
    return new Measure(
        DriftTest.CHI_SQUARED,
        statistic,
        Math.sqrt(Math.max(0, statistic - degrees) * cells.chance()),
        OptionalDouble.of(SurvivalFunctions.chiSquared(statistic, degrees)),
        cells.referenceSize(),
        cells.windowSize());
  }
}
