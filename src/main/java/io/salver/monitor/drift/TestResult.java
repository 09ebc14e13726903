package io.salver.monitor.drift;

import java.util.OptionalDouble;

/**
 * What one test says of one window. Immutable.
 *
 * @param statistic as the test defines it
 * @param effect how much differs, free of sample sizes and units; what {@code threshold} is for.
 *     The statistic itself but for Wasserstein's (in deviations of the reference), chi-squared
 *     (Cohen's w) and MMD (of the features' variance)
 * @param pValue the chance of a statistic at least as large if nothing had changed; absent for
 *     Wasserstein's, and where samples are too few for any
 * @param adjustedPValue corrected for the model's other features
 * @param threshold the least effect that matters
 * @param referenceSize values of the reference
 * @param windowSize values of the window
 * @param exceeded whether the effect matters and is no chance: at least the threshold, with an
 *     adjusted p-value, where there is one, of at most the level, and enough samples
 */
public record TestResult(
    DriftTest test,
    double statistic,
    double effect,
    OptionalDouble pValue,
    OptionalDouble adjustedPValue,
    double threshold,
    long referenceSize,
    long windowSize,
    boolean exceeded) {}
