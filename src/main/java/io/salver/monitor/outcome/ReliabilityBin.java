package io.salver.monitor.outcome;

/**
 * One bar of a reliability diagram: predictions whose confidence lies above {@code low} and up to
 * {@code high}. Immutable.
 *
 * @param confidence their mean confidence
 * @param right the share of them that is right
 */
public record ReliabilityBin(double low, double high, double confidence, Estimate right) {}
