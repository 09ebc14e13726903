package io.salver.serving;

import io.salver.model.ModelId;

/**
 * How full one loaded version is at one moment.
 *
 * @param pending requests that wait
 * @param running requests that are in a run
 * @param limit most requests that may wait
 * @param busy instances that run
 * @param instances most runs at once
 * @param concurrencyLimit most requests that are let in now, waiting or running
 */
public record QueueStatus(
    ModelId model,
    int pending,
    int running,
    int limit,
    int busy,
    int instances,
    int concurrencyLimit) {}
