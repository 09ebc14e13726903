package io.salver.monitor.log;

/**
 * What became of the records that were given to the log: {@code accepted = written + dropped +
 * failed + queued}, at every moment.
 *
 * @param accepted all of them
 * @param written by the sink
 * @param dropped because too many waited
 * @param failed because the sink did not take them in all attempts
 * @param queued wait, or are being written
 */
public record Ledger(long accepted, long written, long dropped, long failed, long queued) {}
