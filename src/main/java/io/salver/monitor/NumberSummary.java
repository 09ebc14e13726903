package io.salver.monitor;

/**
 * The numbers of a window. Immutable: nobody changes the arrays.
 *
 * @param count numbers
 * @param deviation the standard deviation, of the window as a population
 * @param quantiles the percentiles 0 to 100 of the window
 * @param reference those of the reference; empty without one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NumberSummary(
    long count,
    double mean,
    double deviation,
    double min,
    double max,
    double[] quantiles,
    double[] reference) {}
