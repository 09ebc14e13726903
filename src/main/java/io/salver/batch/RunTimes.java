package io.salver.batch;

/**
 * How long a request waited and its run took, in nanoseconds. The run may have been shared.
 *
 * @param queueNanos from arrival to the start of the run
 * @param joinNanos to join the inputs of several requests; 0 for one alone
 * @param computeNanos the run itself
 * @param splitNanos to split the outputs
 */
public record RunTimes(long queueNanos, long joinNanos, long computeNanos, long splitNanos) {}
