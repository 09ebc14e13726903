package io.salver.serving;

import io.salver.model.ModelId;

/**
 * One run of a model.
 *
 * @param rows batch items in it; 1 for a model without a batch axis
 * @param queueNanos wait of the request before the run, nanoseconds
 * @param computeNanos time of the run, nanoseconds
 */
public record Execution(
    ModelId model, long rows, long queueNanos, long computeNanos, boolean succeeded) {}
