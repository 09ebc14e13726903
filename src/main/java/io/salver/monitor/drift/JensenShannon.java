package io.salver.monitor.drift;

import java.util.OptionalDouble;

/**
 * The distance of Jensen and Shannon: the square root of their divergence to base 2 (Lin, 1991;
 * Endres and Schindelin, 2003), from 0 for equal shares to 1 for shares that have no cell in
 * common.
 *
 * <p>Without a change, {@code 8·ln 2} times the divergence over {@code 1/n + 1/m} is about
 * chi-squared with one degree less than there are cells, as the divergence is an eighth of
 * Pearson's to second order. The effect is the distance of what is above chance.
 */
public final class JensenShannon {

  private static final double LOG_2 = Math.log(2);

  private JensenShannon() {}

  /** The distance of two samples, neither empty. */
  public static Measure measure(Cells all) {
    Cells cells = all.pooled();
    double divergence = 0;
    for (int cell = 0; cell < cells.size(); cell++) {
      double reference = cells.reference()[cell];
      double window = cells.window()[cell];
      double middle = (reference + window) / 2;
      divergence += (part(reference, middle) + part(window, middle)) / 2;
    }
    divergence = Math.max(0, divergence) / LOG_2;
    int degrees = cells.size() - 1;
    double p = SurvivalFunctions.chiSquared(8 * LOG_2 * divergence / cells.chance(), degrees);
    double chance = degrees * cells.chance() / (8 * LOG_2);
    return new Measure(
        DriftTest.JENSEN_SHANNON,
        Math.sqrt(divergence),
        Math.sqrt(Math.max(0, divergence - chance)),
        OptionalDouble.of(p),
        cells.referenceSize(),
        cells.windowSize());
  }

  private static double part(double share, double middle) {
    return share == 0 ? 0 : share * Math.log(share / middle);
  }
}
