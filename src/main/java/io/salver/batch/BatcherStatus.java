package io.salver.batch;

import io.salver.model.ModelId;

/**
 * How full the line and the instances of one version are at one moment.
 *
 * @param pending requests that wait
 * @param running requests that are in a run
 * @param capacity most requests that may wait
 * @param busy instances that run
 * @param instances most runs at once
 */
public record BatcherStatus(
    ModelId model, int pending, int running, int capacity, int busy, int instances) {}
