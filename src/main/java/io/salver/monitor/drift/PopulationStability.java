package io.salver.monitor.drift;

import java.util.OptionalDouble;

/**
 * The population stability index: {@code Σ (w − r)·ln(w / r)} over cells with shares r of the
 * reference and w of the window, which is the symmetric divergence of Jeffreys (1946). Empty cells
 * are smoothed by half a value each.
 *
 * <p>Without a change, the index over {@code 1/n + 1/m} is about chi-squared with one degree less
 * than there are cells (Yurdakul and Naranjo, 2020, "Statistical properties of the population
 * stability index"), which gives the p-value. So chance alone makes an index of {@code (cells −
 * 1)·(1/n + 1/m)} on average; the effect is what is above that.
 */
public final class PopulationStability {

  private PopulationStability() {}

  /** The index of two samples, neither empty. */
  public static Measure measure(Cells all) {
    Cells cells = all.pooled();
    double index = 0;
    for (int cell = 0; cell < cells.size(); cell++) {
      double reference = cells.smoothReference(cell);
      double window = cells.smoothWindow(cell);
      index += (window - reference) * Math.log(window / reference);
    }
    int degrees = cells.size() - 1;
    double p = SurvivalFunctions.chiSquared(index / cells.chance(), degrees);
    double effect = Math.max(0, index - degrees * cells.chance());
    return new Measure(
        DriftTest.POPULATION_STABILITY,
        index,
        effect,
        OptionalDouble.of(p),
        cells.referenceSize(),
        cells.windowSize());
  }
}
