package io.salver.batch;

/**
 * One run of a model.
 *
 * @param rows batch items in it
 * @param requests how many requests it served
 * @param times its times; the wait is that of the request that waited longest
 */
public record RunReport(long rows, int requests, RunTimes times, boolean succeeded) {}
