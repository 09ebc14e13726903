package io.salver.batch;

import io.salver.model.ModelSpec.Join;
import java.time.Duration;

/**
 * How requests wait for a model and are joined.
 *
 * @param instances runs that may go on at once
 * @param maxRows most rows of a joined run
 * @param maxDelay longest wait of the first request for others to join it
 * @param capacity most requests that wait
 * @param join whether requests are joined at all
 */
public record BatchPolicy(int instances, int maxRows, Duration maxDelay, int capacity, Join join) {}
