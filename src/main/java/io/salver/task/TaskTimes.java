package io.salver.task;

/**
 * Where the time of a typed request went, in nanoseconds. The parts follow one another, so that
 * their sum is at most the whole.
 *
 * @param waitNanos waiting for a thread of the task
 * @param decodeNanos from the file to pixels or samples
 * @param preprocessNanos from pixels or samples to tensors
 * @param queueNanos waiting for the model, summed over its runs
 * @param runNanos in the model, summed over its runs
 * @param postprocessNanos from tensors to the answer
 */
public record TaskTimes(
    long waitNanos,
    long decodeNanos,
    long preprocessNanos,
    long queueNanos,
    long runNanos,
    long postprocessNanos) {}
