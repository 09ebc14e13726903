package io.salver.serving;

import io.salver.model.ModelId;

/**
 * The queue before one loaded version at one moment.
 *
 * @param pending requests that wait
 * @param running requests that run
 * @param limit most requests that may wait
 * @param instances most requests that may run at once
 */
public record QueueStatus(ModelId model, int pending, int running, int limit, int instances) {}
