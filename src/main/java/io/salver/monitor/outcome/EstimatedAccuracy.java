package io.salver.monitor.outcome;

/**
 * How often a model is right, told without labels from how sure it is. Immutable.
 *
 * @param estimate for the predictions of the window; its samples are those
 * @param labels how many labels its confidences were calibrated by; 0 where they are taken as they
 *     are
 */
public record EstimatedAccuracy(Estimate estimate, long labels) {}
