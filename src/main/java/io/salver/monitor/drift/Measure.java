package io.salver.monitor.drift;

import java.util.OptionalDouble;

/**
 * A statistic of one feature, before thresholds and corrections; see {@link TestResult}. Immutable.
 */
public record Measure(
    DriftTest test,
    double statistic,
    double effect,
    OptionalDouble pValue,
    long referenceSize,
    long windowSize) {}
