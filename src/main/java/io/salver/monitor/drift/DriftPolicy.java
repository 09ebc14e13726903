package io.salver.monitor.drift;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is called a drift. Immutable.
 *
 * <p>A window exceeds when the difference is no chance (the p-value, corrected for the other
 * features, is at most {@code level}) <em>and</em> when it matters (the effect is at least the
 * test's threshold). The first alone flags whatever is large enough: with 100,000 rows a shift of 1
 * % of a deviation is significant. The second alone flags noise: with 50 rows an index of .1 is
 * what chance gives. Several disjoint windows in a row that exceed are a drift.
 *
 * @param level the chance of an error that is accepted for one window, over all features
 * @param correction for the number of features
 * @param windows disjoint windows in a row that must exceed, or must not for a drift to end
 * @param leastSamples values that a window must have to be judged
 * @param thresholds the least effect that matters, for every test
 * @param numeric the test that decides for numbers
 * @param category the test that decides for categories
 * @param qualityIncrease the least increase of the ratio of missing, out-of-range, new or wrong
 *     values that matters
 */
public record DriftPolicy(
    double level,
    Correction correction,
    int windows,
    int leastSamples,
    Map<DriftTest, Double> thresholds,
    DriftTest numeric,
    DriftTest category,
    double qualityIncrease) {

  /**
   * The thresholds all mean about the same: the shift of a normal distribution by .28 of its
   * deviation. Practice speaks of a moderate change from an index of .1 on (Siddiqi, 2006); .08 is
   * a little less, so that a change of .1 is found, and not left to the toss of a coin. MMD's is of
   * that shift in a third of an embedding's components.
   */
  public static final Map<DriftTest, Double> THRESHOLDS =
      Map.of(
          DriftTest.POPULATION_STABILITY, 0.08,
          DriftTest.KOLMOGOROV_SMIRNOV, 0.11,
          DriftTest.JENSEN_SHANNON, 0.12,
          DriftTest.WASSERSTEIN, 0.28,
          DriftTest.CHI_SQUARED, 0.28,
          DriftTest.MAXIMUM_MEAN_DISCREPANCY, 0.02);

  /** What holds where {@code model.yaml} says nothing. */
  public static final DriftPolicy DEFAULT =
      new DriftPolicy(
          0.01,
          Correction.HOLM,
          3,
          200,
          THRESHOLDS,
          DriftTest.POPULATION_STABILITY,
          DriftTest.POPULATION_STABILITY,
          0.05);

  /** Copies the map, and takes thresholds that it lacks from {@link #THRESHOLDS}. */
  public DriftPolicy {
    Map<DriftTest, Double> all = new EnumMap<>(THRESHOLDS);
    all.putAll(thresholds);
    thresholds = Collections.unmodifiableMap(all);
  }

  public double threshold(DriftTest test) {
    return thresholds.getOrDefault(test, Double.POSITIVE_INFINITY);
  }
}
